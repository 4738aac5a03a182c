import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Metric } from '../api.js';
import { wholePercent, words } from '../format.js';
import { capText, effectText, kindWords, overText, readingNames, windowText } from '../metric-words.js';
import { Time } from './time.js';

/** What a metric measures, of whom, within which time. */
export function MetricFacts({ metric }: { readonly metric: Metric }): ReactNode {
  const { numerator, denominator, quantile, readings, fraud_days } = metric;
  return (
    <section className="panel" aria-labelledby="definition">
      <h2 id="definition">Definition</h2>
      <dl className="facts">
        <dt>Kind</dt>
        <dd>
          {kindWords[metric.kind]}
          {quantile === null ? null : `: ${wholePercent(quantile)} are below it`}
        </dd>
        <dt>{denominator === null ? 'Over' : 'Numerator'}</dt>
        <dd>
          <Over over={numerator} />
        </dd>
        {denominator === null ? null : (
          <>
            <dt>Denominator</dt>
            <dd>
              <Over over={denominator} />
            </dd>
          </>
        )}
        <dt>Window</dt>
        <dd>{windowText(metric)} after the first exposure</dd>
        <dt>Cap</dt>
        <dd>{capText(metric)}</dd>
        <dt>Better is</dt>
        <dd>{metric.direction === 'increase' ? 'more' : 'less'}</dd>
        <dt>Effects</dt>
        <dd>{effectText(metric)}</dd>
        <dt>Lines</dt>
        <dd>
          {readings.map((reading) => readingNames[reading]).join(', ')}
          {readings.includes('net_of_fraud') ? (
            <div className="small muted">Fraud counts that comes to light within {fraud_days} days of acting.</div>
          ) : null}
        </dd>
        <dt>Of</dt>
        <dd>{metric.units.map((unit) => words(unit)).join(', ')}</dd>
        <dt>Version</dt>
        <dd>
          {metric.version} by {metric.created_by.name}, <Time at={metric.created_at} as="day" />
          {metric.note === null ? null : <div className="small muted">“{metric.note}”</div>}
        </dd>
      </dl>
    </section>
  );
}

function Over({ over }: { readonly over: Metric['numerator'] }): ReactNode {
  return (
    <>
      {overText(over)}{' '}
      <Link className="small" to={`/facts/${over.fact}`}>
        its SQL
      </Link>
    </>
  );
}
