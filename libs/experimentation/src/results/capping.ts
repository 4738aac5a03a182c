import type { CappingView, EffectView } from '#libs/contracts';
import type { Experiment } from '../experiment/experiment.js';
import type { MetricLine } from '../metric/metric-line.js';
import { percentileText, problemOfCap } from '../look/caps.js';
import { effectOf, numbersOf, type EffectOptions, type Measured, type Sums } from './effects.js';
import { numberText } from './number-text.js';
import { phasesOf } from './phase-samples.js';
import type { FoundLine, UncappedSums } from './reading.js';

interface Capping {
  readonly line: Pick<MetricLine, 'definition' | 'numerator'>;
  readonly found: FoundLine;
  /** With the cap, of units whose window is closed. */
  readonly effects: readonly EffectView[];
  readonly measured: Measured;
  readonly optionsOf: (treatment: Sums) => EffectOptions;
}

/**
 * The effects of a capped line without its cap, beside those with it. Where they differ the effect is in the few largest
 * values, and the shares say how few.
 */
export function cappingOf(
  { baseline }: Pick<Experiment, 'baseline'>,
  { line, found, effects, measured, optionsOf }: Capping,
): CappingView | null {
  const { cap } = line.definition;
  if (cap === null || !found.variants.some(({ uncapped }) => uncapped != null)) return null;
  const raw = found.variants.flatMap((one) => {
    const { variant, uncapped } = one;
    if (uncapped == null) return [];
    return [{ sums: closedOf(variant, uncapped), capped: uncapped.closed_capped_units, total: one.closed_total }];
  });
  const control = raw.find(({ sums }) => sums.variant === baseline)?.sums;
  const { value, look } = 'absolute' in cap ? { value: cap.absolute, look: null } : percentileOf(found, line);
  const frozen = 'absolute' in cap || look !== null;
  return {
    value,
    percentile: 'absolute' in cap ? null : cap.percentile,
    frozen,
    look,
    text: `${textOf(line, found, value)} Here is the same without the cap. The verdict is of the effects with it.`,
    variants: raw.map(({ sums, capped, total }) => ({
      ...numbersOf(sums, measured),
      capped_units: capped,
      share_taken: Number(sums.sum) > 0 ? 1 - Number(total) / Number(sums.sum) : null,
    })),
    effects: raw.flatMap(({ sums }) => {
      if (control === undefined || sums.variant === baseline) return [];
      const options = optionsOf(sums);
      const effect = effectOf(measured, control, sums, options);
      const with_cap = effects.find(({ variant }) => variant === sums.variant);
      return [{ ...effect, agrees: signOf(effect, options.alpha) === signOf(with_cap, options.alpha) }];
    }),
  };
}

function percentileOf({ cap }: FoundLine, { numerator }: Capping['line']) {
  const value = cap?.value == null ? null : Number(cap.value) / 10 ** numerator.scale;
  return { value, look: cap?.look ?? null };
}

function textOf(line: Capping['line'], found: FoundLine, value: number | null): string {
  const { cap } = line.definition;
  if (cap === null || value === null) return problemOfCap(line, found)?.detail ?? '';
  const most = `No unit counts with more than ${numberText(value)}`;
  if ('absolute' in cap) return `${most}.`;
  const percentile = `the ${percentileText(cap.percentile)} percentile of all units with a closed window`;
  const look = found.cap?.look ?? null;
  if (look !== null) return `${most}, ${percentile} at look ${look}.`;
  return `${most}, ${percentile} so far. ${problemOfCap(line, found)?.detail ?? ''}`;
}

const closedOf = (variant: string, sums: UncappedSums): Sums => ({
  variant,
  units: sums.closed_units,
  sum: sums.closed_total,
  sumOfSquares: sums.closed_total_of_squares,
  denominator: sums.denominators?.closed ?? null,
  covariate: null,
  ...phasesOf(variant, sums),
});

/** 0 where nothing is found. */
const signOf = (effect: EffectView | undefined, alpha: number): number =>
  effect?.absolute.kind !== 'estimate' || effect.absolute.p_value > alpha ? 0 : Math.sign(effect.absolute.estimate);
