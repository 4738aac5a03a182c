import type { ReactNode } from 'react';
import type {
  AbsoluteEffectView,
  InsufficientDataView,
  MetricReadout,
  RelativeEffectView,
  UnboundedEffectView,
} from '#libs/contracts';
import { change, integer, pValue } from '../format.js';
import { differenceText, levelOf, meanText, verdictOf } from '../readout.js';
import { Scroll } from './scroll.js';

/** Units whose window has closed, and what the treatments did to them. */
export function ClosedTable({ metric: readout }: { readonly metric: MetricReadout }): ReactNode {
  const { metric, closed } = readout;
  return (
    <Scroll label={`${metric.name}: units with closed windows`}>
      <table>
        <caption>Units with closed windows; intervals of {levelOf(readout)}</caption>
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
          {closed.variants.map(({ variant, units, mean }) => (
            <tr key={variant}>
              <th scope="row">
                {variant}
                {closed.effects.some((one) => one.variant === variant) ? null : (
                  <small className="muted baseline">baseline</small>
                )}
              </th>
              <td className="number">{integer(units)}</td>
              <td className="number">{meanText(metric, mean)}</td>
              <EffectCells readout={readout} variant={variant} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function EffectCells({ readout, variant }: { readonly readout: MetricReadout; readonly variant: string }): ReactNode {
  const effect = readout.closed.effects.find((one) => one.variant === variant);
  if (effect === undefined)
    return (
      <td className="muted" colSpan={3}>
        <span className="unseen">the others are compared with it</span>
      </td>
    );
  const { absolute, relative } = effect;
  if (absolute.kind === 'insufficient_data' && relative.kind === 'insufficient_data')
    return (
      <td className="muted" colSpan={3}>
        {absolute.detail}
      </td>
    );
  return (
    <>
      <td className="number">
        <EffectText effect={absolute} text={(value) => differenceText(readout.metric, value)} />
      </td>
      <td className={`number effect-${verdictOf(readout, variant)}`}>
        <EffectText effect={relative} text={change} />
      </td>
      <td className="number">{absolute.kind === 'estimate' ? pValue(absolute.p_value) : '–'}</td>
    </>
  );
}

interface EffectTextProps {
  readonly effect: AbsoluteEffectView | RelativeEffectView | UnboundedEffectView | InsufficientDataView;
  readonly text: (value: number) => string;
}

function EffectText({ effect, text }: EffectTextProps): ReactNode {
  if (effect.kind === 'insufficient_data') return <span className="muted why">{effect.detail}</span>;
  return (
    <>
      <strong>{text(effect.estimate)}</strong>
      <span className="interval">
        {effect.kind === 'unbounded' ? 'unbounded' : `${text(effect.interval.lower)} to ${text(effect.interval.upper)}`}
      </span>
    </>
  );
}

/** Every unit with its value so far: numbers that still change, so nothing is compared. */
export function SoFarTable({ metric: { metric, so_far, maturity } }: { readonly metric: MetricReadout }): ReactNode {
  return (
    <details open={maturity.closed_units === 0}>
      <summary>All {integer(maturity.units)} units so far</summary>
      <Scroll label={`${metric.name}: all units so far`}>
        <table>
          <caption>These values still change, so no effect is computed from them.</caption>
          <thead>
            <tr>
              <th>Variant</th>
              <th className="number">Units</th>
              <th className="number">Mean so far</th>
            </tr>
          </thead>
          <tbody>
            {so_far.variants.map(({ variant, units, mean }) => (
              <tr key={variant}>
                <th scope="row">{variant}</th>
                <td className="number">{integer(units)}</td>
                <td className="number">{meanText(metric, mean)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
