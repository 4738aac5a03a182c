import { useId, type ReactNode } from 'react';
import type { MetricReadout, PValueValidity } from '#libs/contracts';
import { verdictOf, verdictTone, verdictWords } from '../readout.js';
import { Badge, type Tone } from './badge.js';
import { ClosedTable, SoFarTable } from './effect-table.js';
import { IntervalPlot } from './interval-plot.js';
import { QueryLink } from './query-link.js';

const validityBadge: Readonly<Record<PValueValidity, readonly [Tone, string]>> = {
  final: ['info', 'Final reading'],
  before_planned_end: ['warn', 'Before the planned end'],
  no_plan: ['warn', 'Nothing was planned'],
};

/** One metric: its effects as a picture, the numbers behind it, and what they are worth. */
export function MetricPanel({ metric: readout }: { readonly metric: MetricReadout }): ReactNode {
  const id = useId();
  const { metric, maturity, closed } = readout;
  const [tone, words] = validityBadge[readout.validity];
  return (
    <section className="panel" aria-labelledby={id}>
      <div>
        <div className="panel-head">
          <h2 id={id}>{metric.name}</h2>
          <p className="row">
            {readout.primary ? <Badge tone="info">Primary</Badge> : null}
            <Badge tone={tone}>{words}</Badge>
          </p>
        </div>
        <p className="small muted">
          {metric.description} {metric.direction === 'increase' ? 'More' : 'Less'} is better.
        </p>
      </div>
      {readout.verdicts.length === 0 ? null : (
        <p className="row">
          {closed.effects.map(({ variant }) => (
            <span key={variant}>
              {variant}:{' '}
              <Badge tone={verdictTone[verdictOf(readout, variant)]}>{verdictWords[verdictOf(readout, variant)]}</Badge>
            </span>
          ))}
        </p>
      )}
      <IntervalPlot metric={readout} />
      <ClosedTable metric={readout} />
      <ul className="remarks small muted">
        <li>{readout.validity_text}</li>
        <li>{maturity.text}</li>
      </ul>
      {maturity.final ? null : <SoFarTable metric={readout} />}
      <QueryLink query={readout.query} />
    </section>
  );
}
