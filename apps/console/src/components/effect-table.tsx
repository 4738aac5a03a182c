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
import { change, integer, pValue } from '../format.js';
import { baselineFirst, differenceText, levelOf, meanText, verdictOf, type Verdict } from '../readout.js';
import { DataTable, type Column } from './data-table.js';

interface MetricProps {
  readonly metric: MetricReadout;
  readonly baseline: string;
}

/** Units whose window has closed, and what the treatments did to them. */
export function ClosedTable({ metric: readout, baseline }: MetricProps): ReactNode {
  const { metric, closed } = readout;
  return (
    <DataTable
      caption={`${metric.name}: units with closed windows; intervals of ${levelOf(readout)}`}
      captionShown
      rows={baselineFirst(closed.variants, baseline)}
      keyOf={({ variant }) => variant}
      columns={columnsOf(readout)}
    />
  );
}

function columnsOf(readout: MetricReadout): readonly Column<VariantNumbers>[] {
  const { metric, closed } = readout;
  const effectOf = (variant: string): EffectView | undefined => closed.effects.find((one) => one.variant === variant);
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
    { name: 'Mean', number: true, cell: ({ mean }) => meanText(metric, mean) },
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
      cell: ({ variant }) => <RelativeText effect={effectOf(variant)} verdict={verdictOf(readout, variant)} />,
    },
    { name: 'p', number: true, cell: ({ variant }) => pText(effectOf(variant)) },
  ];
}

const pText = (effect: EffectView | undefined): string | null =>
  effect?.absolute.kind === 'estimate' ? pValue(effect.absolute.p_value) : null;

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
    </span>
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
          { name: 'Mean so far', number: true, cell: ({ mean }) => meanText(metric, mean) },
        ]}
      />
    </details>
  );
}
