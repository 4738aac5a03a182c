import type { ReactNode } from 'react';
import type { Experiment, Readout } from '../api.js';
import { integer, wholePercent, words } from '../format.js';
import { SplitPanel } from './split-panel.js';
import { Time } from './time.js';

interface ExperimentFactsProps {
  readonly experiment: Experiment;
  readonly split: Readout['split'] | undefined;
}

/** The split, and how the experiment was set up. */
export function ExperimentFacts({ experiment, split }: ExperimentFactsProps): ReactNode {
  return (
    <aside className="stack" aria-label="Set-up">
      {split === undefined ? null : <SplitPanel split={split} />}
      <section className="panel" aria-labelledby="setup">
        <h2 id="setup">Set-up</h2>
        <dl className="facts">
          <dt>Unit</dt>
          <dd>{words(experiment.unit)}</dd>
          <dt>Coverage</dt>
          <dd className="number">{wholePercent(experiment.coverage)} of the units</dd>
          <dt>Variants</dt>
          <dd>
            <ul className="plain-list">
              {experiment.variants.map(({ key, weight }) => (
                <li key={key}>
                  {key} <span className="muted number">{wholePercent(weight)}</span>
                  {key === experiment.baseline ? <span className="muted">, baseline</span> : null}
                  {key === experiment.decided_variant ? <strong>, decided</strong> : null}
                </li>
              ))}
            </ul>
          </dd>
          <dt>Sample size</dt>
          <dd className="number">
            {experiment.sample_size === null ? (
              <span className="muted">no effect was stated</span>
            ) : (
              `${integer(experiment.sample_size)} units a variant`
            )}
          </dd>
          <dt>Salt</dt>
          <dd>
            <code>{experiment.salt}</code>
          </dd>
          <When name="Made" at={experiment.created_at} />
          <When name="Started" at={experiment.started_at} />
          <When name="Closed" at={experiment.closed_at} />
          <When name="Stopped" at={experiment.stopped_at} />
        </dl>
      </section>
    </aside>
  );
}

function When({ name, at }: { readonly name: string; readonly at: string | null }): ReactNode {
  if (at === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Time at={at} />
      </dd>
    </>
  );
}
