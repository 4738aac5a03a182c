import type { ReactNode } from 'react';
import type {
  AbsoluteEffectView,
  EffectView,
  InsufficientDataView,
  MetricReadout,
  RelativeEffectView,
  UnboundedEffectView,
  VariantNumbers,
} from '#libs/contracts';
import { change, integer, percent, pValue, wholePercent } from '../format.js';
import {
  baselineFirst,
  differenceText,
  judgedEffects,
  levelOf,
  meanText,
  verdictOf,
  type Verdict,
} from '../readout.js';
import { DataTable, type Column } from './data-table.js';
import { Text } from './text.js';

interface MetricProps {
  readonly metric: MetricReadout;
  readonly baseline: string;
}

/** Units whose window has closed, and what the treatments did to them. */
export function ClosedTable({ metric: readout, baseline }: MetricProps): ReactNode {
  const { metric, closed } = readout;
  return (
    <EffectTable
      metric={readout}
      baseline={baseline}
      caption={`${metric.name}: units with closed windows; intervals of ${levelOf(readout)}`}
      {...closed}
    />
  );
}

/** The same after what units did before their exposure has been taken out; why not, where it cannot be. */
export function AdjustedTable({ metric: readout, baseline }: MetricProps): ReactNode {
  const { metric, adjusted } = readout;
  if (adjusted?.kind !== 'adjusted')
    return adjusted?.kind === 'insufficient_data' ? (
      <p className="small muted">Not adjusted by what units did before: {adjusted.detail}</p>
    ) : null;
  return (
    <details className="small" open={adjusted.primary}>
      <summary>
        Adjusted by the {adjusted.covariate_days} days before the exposure (CUPED)
        {adjusted.primary ? ': the plan judges by this' : null}
      </summary>
      <p className="small muted">
        <Text>{adjusted.text}</Text>
      </p>
      <EffectTable
        metric={readout}
        baseline={baseline}
        caption={`${metric.name}: adjusted; intervals of ${levelOf(readout)}`}
        {...adjusted}
      />
    </details>
  );
}

/** The same without the cap: the verdict is of the effects with it. A look from before has no such thing. */
export function UncappedTable({ metric: readout, baseline }: MetricProps): ReactNode {
  const { metric, capping } = readout;
  if (capping == null) return null;
  const disagreeing = capping.effects.filter(({ agrees }) => !agrees).map(({ variant }) => variant);
  const taken = capping.variants.map(
    ({ variant, capped_units, share_taken }) =>
      `${variant}: ${integer(capped_units)} above it${share_taken === null ? '' : `, ${percent(share_taken)} of the value`}`,
  );
  return (
    <details className="small" open={disagreeing.length > 0}>
      <summary>
        Without the cap{disagreeing.length === 0 ? null : `: ${disagreeing.join(', ')} would be read otherwise`}
      </summary>
      <p className="small muted">
        <Text>{capping.text}</Text> {taken.join('; ')}.
      </p>
      <EffectTable
        metric={readout}
        baseline={baseline}
        caption={`${metric.name}: without the cap; intervals of ${levelOf(readout)}`}
        {...capping}
      />
    </details>
  );
}

type Numbers = Pick<VariantNumbers, 'variant' | 'units' | 'mean' | 'interval'>;

interface EffectTableProps extends MetricProps {
  readonly caption: string;
  readonly variants: readonly Numbers[];
  readonly effects: readonly EffectView[];
}

function EffectTable({ metric: readout, baseline, caption, variants, effects }: EffectTableProps): ReactNode {
  return (
    <DataTable
      caption={caption}
      captionShown
      rows={baselineFirst(variants, baseline)}
      keyOf={({ variant }) => variant}
      columns={columnsOf(readout, effects)}
    />
  );
}

function columnsOf(readout: MetricReadout, effects: readonly EffectView[]): readonly Column<Numbers>[] {
  const { metric } = readout;
  const effectOf = (variant: string): EffectView | undefined => effects.find((one) => one.variant === variant);
  // Colour is a verdict: it belongs to the effects that gave it.
  const isJudged = judgedEffects(readout) === effects;
  return [
    {
      name: 'Variant',
      heading: true,
      cell: ({ variant }) => (
        <>
          {variant}
          {effectOf(variant) === undefined ? <small className="muted baseline">baseline</small> : null}
        </>
      ),
    },
    { name: 'Units', number: true, cell: ({ units }) => integer(units) },
    {
      name: metric.kind === 'quantile' ? 'Quantile' : 'Mean',
      number: true,
      cell: ({ mean, interval }) => (
        <>
          {meanText(metric, mean)}
          {interval === undefined ? null : (
            <span className="interval">{`${meanText(metric, interval.lower)} to ${meanText(metric, interval.upper)}`}</span>
          )}
        </>
      ),
    },
    {
      name: 'Difference',
      number: true,
      isLast: ({ variant }) => isUnknown(effectOf(variant)),
      cell: ({ variant }) => (
        <EffectText effect={effectOf(variant)?.absolute} text={(value) => differenceText(metric, value)} />
      ),
    },
    {
      name: 'Relative effect',
      number: true,
      cell: ({ variant }) => (
        <RelativeText effect={effectOf(variant)} verdict={isJudged ? verdictOf(readout, variant) : 'none'} />
      ),
    },
    { name: 'p', number: true, cell: ({ variant }) => <Chances effect={effectOf(variant)} /> },
  ];
}

/** p, and what to believe. */
function Chances({ effect }: { readonly effect: EffectView | undefined }): ReactNode {
  if (effect?.absolute.kind !== 'estimate') return null;
  return (
    <>
      {pValue(effect.absolute.p_value)}
      {effect.posterior.kind === 'estimate' ? (
        <span className="interval">wins {wholePercent(effect.posterior.chance_to_win)}</span>
      ) : null}
    </>
  );
}

/** The relative interval that holds whenever it is read; of a baseline near zero there is none. */
function anyTimeText(effect: EffectView | undefined): string | null {
  if (effect?.always_valid.kind !== 'estimate') return null;
  const { relative } = effect.always_valid;
  if (relative.kind !== 'estimate') return relative.kind === 'unbounded' ? 'unbounded' : null;
  return `${change(relative.interval.lower)} to ${change(relative.interval.upper)}`;
}

interface EffectTextProps {
  /** The baseline has none. */
  readonly effect: AbsoluteEffectView | RelativeEffectView | UnboundedEffectView | InsufficientDataView | undefined;
  readonly text: (value: number) => string;
}

function EffectText({ effect, text }: EffectTextProps): ReactNode {
  if (effect === undefined) return null;
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

/** There is too little data for either: it is said once, by the difference. */
const isUnknown = (effect: EffectView | undefined): boolean =>
  effect !== undefined && isInsufficient(effect.absolute) && isInsufficient(effect.relative);

function RelativeText({ effect, verdict }: { readonly effect: EffectView | undefined; readonly verdict: Verdict }) {
  if (effect === undefined) return null;
  return (
    <span className={`effect-${verdict}`}>
      <EffectText effect={effect.relative} text={change} />
      <AnyTime text={anyTimeText(effect)} />
    </span>
  );
}

/** On a line of its own: beside its name it would be the widest of the row. */
function AnyTime({ text }: { readonly text: string | null }): ReactNode {
  if (text === null) return null;
  return (
    <>
      <span className="interval">at any time</span>
      <span className="interval">{text}</span>
    </>
  );
}

const isInsufficient = ({ kind }: EffectView['absolute'] | EffectView['relative']): boolean =>
  kind === 'insufficient_data';

/** Every unit with its value so far: numbers that still change, so nothing is compared. */
export function SoFarTable({ metric: { metric, so_far, maturity }, baseline }: MetricProps): ReactNode {
  return (
    <details className="small" open={maturity.closed_units === 0}>
      <summary>{maturity.units === 1 ? 'The 1 unit so far' : `All ${integer(maturity.units)} units so far`}</summary>
      <p className="small muted">These values still change, so no effect is computed from them.</p>
      <DataTable
        caption={`${metric.name}: all units so far`}
        kind="compact"
        rows={baselineFirst(so_far.variants, baseline)}
        keyOf={({ variant }) => variant}
        columns={[
          { name: 'Variant', heading: true, cell: ({ variant }) => variant },
          { name: 'Units', number: true, cell: ({ units }) => integer(units) },
          {
            name: metric.kind === 'quantile' ? 'Quantile so far' : 'Mean so far',
            number: true,
            cell: ({ mean }) => meanText(metric, mean),
          },
        ]}
      />
    </details>
  );
}
