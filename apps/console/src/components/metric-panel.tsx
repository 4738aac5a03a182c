import { useId, type ReactNode } from 'react';
import type { MetricReadout, PValueValidity } from '#libs/contracts';
import { lineTitle, verdictOf, verdictTone, verdictWords } from '../readout.js';
import { Badge, type Tone } from './badge.js';
import { AdjustedTable, ClosedTable, SoFarTable, UncappedTable } from './effect-table.js';
import { IntervalPlot } from './interval-plot.js';
import { QueryLink } from './query-link.js';
import { Text } from './text.js';

const validityBadge: Readonly<Record<PValueValidity, readonly [Tone, string]>> = {
  final: ['plain', 'Final reading'],
  before_planned_end: ['warn', 'Before the planned end'],
  see_looks: ['plain', 'Judged at its looks'],
  no_plan: ['warn', 'Nothing was planned'],
};

interface MetricPanelProps {
  readonly metric: MetricReadout;
  readonly baseline: string;
}

/** One metric: its effects as a picture, the numbers behind it, and what they are worth. */
export function MetricPanel({ metric: readout, baseline }: MetricPanelProps): ReactNode {
  const id = useId();
  const { metric, maturity, closed } = readout;
  const [tone, words] = validityBadge[readout.validity];
  return (
    <section className="panel" aria-labelledby={id}>
      <div>
        <div className="panel-head">
          <h2 id={id}>{lineTitle(readout)}</h2>
          <p className="row">
            {readout.primary ? <Badge>Primary</Badge> : null}
            {readout.added_at === null ? null : <Badge>Added later</Badge>}
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
      <ClosedTable metric={readout} baseline={baseline} />
      <UncappedTable metric={readout} baseline={baseline} />
      <AdjustedTable metric={readout} baseline={baseline} />
      <ul className="remarks small muted">
        {readout.approximation?.holds === false ? (
          <li>
            <strong>
              <Text>{readout.approximation.text}</Text>
            </strong>
          </li>
        ) : null}
        <li>
          <Text>{readout.validity_text}</Text>
        </li>
        <li>
          <Text>{maturity.text}</Text>
        </li>
      </ul>
      {maturity.final ? null : <SoFarTable metric={readout} baseline={baseline} />}
      <QueryLink query={readout.query} />
    </section>
  );
}
