import type { ReactNode } from 'react';
import type { ExperimentView, MetricView } from '#libs/contracts';
import { integer, wholePercent, words } from '../format.js';
import { useLoad } from '../use-load.js';
import { ExperimentBuckets } from './experiment-buckets.js';
import { ExperimentStructure } from './experiment-structure.js';
import { Time } from './time.js';

/** How the experiment was set up. */
export function ExperimentFacts({ experiment }: { readonly experiment: ExperimentView }): ReactNode {
  return (
    <section className="panel" aria-labelledby="setup">
      <h2 id="setup">Set-up</h2>
      <dl className="facts">
        <dt>Unit</dt>
        <dd>{words(experiment.unit)}</dd>
        <dt>Coverage</dt>
        <dd className="number">{wholePercent(experiment.coverage)} of the units</dd>
        <dt>Variants</dt>
        <dd>
          <Variants experiment={experiment} />
        </dd>
        <dt>Metrics</dt>
        <dd>
          <Metrics keys={experiment.metrics} />
        </dd>
        <dt>Plan</dt>
        <dd>
          <Plan plan={experiment.plan} />
        </dd>
        <dt>Salt</dt>
        <dd>
          <code>{experiment.salt}</code>
        </dd>
        <ExperimentBuckets experiment={experiment} />
        <ExperimentStructure experiment={experiment} />
        <When name="Created" at={experiment.created_at} />
        <When name="Started" at={experiment.started_at} />
        {experiment.phases.map(({ from, why, flag }, index) =>
          why === 'start' ? null : (
            <When
              key={`${from} ${flag ?? ''}`}
              name={`Phase ${index + 1}: ${why === 'weights' ? 'weights changed' : `targeting of ${flag ?? ''} changed`}`}
              at={from}
            />
          ),
        )}
        <When name="Divided anew" at={experiment.rebucketed_at} />
        <When name="Closed" at={experiment.enrolment_closed_at} />
        <When name="Stopped" at={experiment.stopped_at} />
        <When name="Decided" at={experiment.decided_at} />
        {experiment.pauses.map(({ from, until }) => (
          <When key={from} name="Paused" at={from} until={until} />
        ))}
      </dl>
    </section>
  );
}

function Metrics({ keys }: { readonly keys: ExperimentView['metrics'] }): ReactNode {
  const names = useLoad<readonly MetricView[]>('/v1/metrics').data;
  return (
    <ul className="plain-list">
      {keys.map((key, index) => (
        <li key={key}>
          {names?.find((metric) => metric.key === key)?.name ?? words(key)}
          {index === 0 ? <span className="muted">, primary</span> : null}
        </li>
      ))}
    </ul>
  );
}

function Variants({ experiment }: { readonly experiment: ExperimentView }): ReactNode {
  return (
    <ul className="plain-list">
      {experiment.variants.map(({ key, weight, description }) => (
        <li key={key}>
          {key} <span className="muted number">{wholePercent(weight)}</span>
          {key === experiment.baseline ? <span className="muted">, baseline</span> : null}
          {key === experiment.decided_variant ? <strong>, decided</strong> : null}
          {description === undefined ? null : <div className="small muted">{description}</div>}
        </li>
      ))}
    </ul>
  );
}

function Plan({ plan }: Pick<ExperimentView, 'plan'>): ReactNode {
  if (plan === null) return <span className="muted">No effect was stated, so no sample size is known.</span>;
  const { minimum_effect: effect, power, alpha } = plan;
  const size = effect.kind === 'relative' ? wholePercent(effect.value) : String(effect.value);
  return (
    <>
      <span className="number">{integer(plan.units.total)}</span> units
      <div className="small muted number">
        to find {size} {effect.kind} on {words(plan.metric).toLowerCase()} with power {wholePercent(power)} at α {alpha}
      </div>
    </>
  );
}

interface WhenProps {
  readonly name: string;
  readonly at: string | null;
  /** Null: it still lasts. */
  readonly until?: string | null;
}

function When({ name, at, until }: WhenProps): ReactNode {
  if (at === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Time at={at} />
        {until === undefined ? null : until === null ? ' until now' : [' to ', <Time key="until" at={until} />]}
      </dd>
    </>
  );
}
