import { useId, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Effect, MetricResult, VariantResult } from '../api.js';
import { change, integer, pValue } from '../format.js';
import { differenceText, meanText, verdictOf } from '../readout.js';
import { Badge } from './badge.js';
import { IntervalPlot } from './interval-plot.js';
import { Scroll } from './scroll.js';

/** One metric: its effects as a picture, and as the numbers behind it. */
export function MetricPanel({ metric }: { readonly metric: MetricResult }): ReactNode {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{metric.name}</h2>
        <p className="row small">
          {metric.primary ? <Badge tone="info">Primary</Badge> : null}
          <Badge tone={metric.maturity === 'so_far' ? 'warn' : 'plain'}>
            {metric.maturity === 'so_far' ? 'So far: windows are open' : 'Windows closed'}
          </Badge>
          <span className="muted">
            {metric.window_days} days after the first exposure, {metric.direction === 'increase' ? 'more' : 'less'} is
            better
          </span>
        </p>
      </div>
      <IntervalPlot metric={metric} />
      <Scroll label={`Numbers of ${metric.name}`}>
        <table>
          <thead>
            <tr>
              <th>Variant</th>
              <th className="number">Units</th>
              <th className="number">Mean</th>
              <th className="number">Difference</th>
              <th className="number">Relative effect</th>
              <th className="number">p</th>
            </tr>
          </thead>
          <tbody>
            {metric.variants.map((variant) => (
              <Row key={variant.variant} metric={metric} result={variant} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="small">
        <Link to={`/queries/${metric.query_hash}`}>The SQL behind these numbers</Link>
      </p>
    </section>
  );
}

function Row({ metric, result }: { readonly metric: MetricResult; readonly result: VariantResult }): ReactNode {
  const { variant, n, mean, absolute, relative } = result;
  return (
    <tr>
      <th scope="row">{variant}</th>
      <td className="number">{integer(n)}</td>
      <td className="number">{meanText(metric, mean)}</td>
      {absolute === null || relative === null ? (
        <td className="number muted" colSpan={3}>
          baseline
        </td>
      ) : (
        <>
          <td className="number">
            <EffectText effect={absolute} text={(value) => differenceText(metric, value)} />
          </td>
          <td className={`number effect-${verdictOf(metric, relative)}`}>
            <EffectText effect={relative} text={change} />
          </td>
          <td className="number">{absolute.kind === 'insufficient_data' ? '–' : pValue(absolute.p_value)}</td>
        </>
      )}
    </tr>
  );
}

interface EffectTextProps {
  readonly effect: Effect;
  readonly text: (value: number) => string;
}

function EffectText({ effect, text }: EffectTextProps): ReactNode {
  if (effect.kind === 'insufficient_data') return <span className="muted why">{effect.detail}</span>;
  return (
    <>
      <strong>{text(effect.estimate)}</strong>
      <span className="interval">
        {effect.kind === 'unbounded' ? 'unbounded' : `${text(effect.lower)} to ${text(effect.upper)}`}
      </span>
    </>
  );
}
