import type {
  InteractionPair,
  InteractionScanView,
  MetricKind,
  NoInteractionScan,
  QueryReference,
  UnitType,
} from '#libs/contracts';
import { interactionScan, isInsufficient, type Cells, type Interaction } from '#libs/stats';
import { statisticsOf } from '../results/effects.js';
import type { DenominatorSums } from '../results/reading.js';

const alpha = 0.05;

/** Units that met a variant of the first experiment and one of the second. */
export interface FoundCell {
  readonly variant: string;
  readonly other_variant: string;
  readonly units: number;
  readonly total: string;
  readonly total_of_squares: string;
  /** Of a ratio. */
  readonly denominator: DenominatorSums | null;
}

/** Two experiments on the first metric of the first, as the warehouse has them. */
export interface FoundPair {
  readonly first: string;
  readonly second: string;
  readonly metric: string;
  readonly version: number;
  readonly unit: UnitType;
  readonly kind: MetricKind;
  readonly measure: 'money' | 'number';
  /** Sums are of values times 10^scale. */
  readonly scale: number;
  /** Variants with traffic, the baseline first. */
  readonly variants: readonly string[];
  readonly other_variants: readonly string[];
  readonly cells: readonly FoundCell[];
  readonly parameters: QueryReference['parameters'];
}

/** A scan as it is kept. */
export interface FoundScan {
  readonly id: string;
  readonly pairs: readonly FoundPair[];
  readonly engine: string;
  readonly commit: string;
  readonly queryHash: string;
  readonly scannedAt: Date;
}

/** What a scan says, from its sums: no I/O, the same every time. */
export function scanViewOf({ pairs, ...scan }: FoundScan): InteractionScanView | NoInteractionScan {
  const named = new Map(pairs.map((pair) => [nameOf(pair), pair]));
  const found = interactionScan(
    [...named].map(([name, pair]) => ({ name, cells: cellsOf(pair) })),
    { alpha },
  );
  if (isInsufficient(found)) return found;
  const judged = found.pairs.flatMap(({ name, interaction, pValue, found: isFound }) => {
    const pair = named.get(name);
    return pair === undefined ? [] : [pairView(pair, scan.queryHash, interaction, { pValue, isFound })];
  });
  return {
    kind: 'scan',
    id: scan.id,
    method: found.method,
    alpha,
    pairs: judged.toSorted((one, other) => Number(other.found) - Number(one.found) || one.p_value - other.p_value),
    left_out: found.leftOut.flatMap(({ name, problem }) => {
      const pair = named.get(name);
      if (pair === undefined) return [];
      const { first, second, metric } = pair;
      return [{ first, second, metric, why: problem.detail }];
    }),
    text: textOf(judged),
    engine: scan.engine,
    commit: scan.commit,
    scanned_at: scan.scannedAt.toISOString(),
  };
}

const nameOf = ({ first, second, metric }: FoundPair): string => JSON.stringify([first, second, metric]);

const cellsOf = ({ variants, other_variants, cells }: FoundPair): Cells =>
  variants.map((variant) =>
    other_variants.map((other) => {
      const cell = cells.find((one) => one.variant === variant && one.other_variant === other);
      return statisticsOf({
        variant,
        units: cell?.units ?? 0,
        sum: cell?.total ?? '0',
        sumOfSquares: cell?.total_of_squares ?? '0',
        denominator: cell?.denominator ?? null,
        covariate: null,
      });
    }),
  );

function pairView(
  pair: FoundPair,
  hash: string,
  { contrasts }: Interaction,
  { pValue, isFound }: { readonly pValue: number; readonly isFound: boolean },
): InteractionPair {
  const factor = 10 ** pair.scale;
  const { first, second, metric, version, unit, kind, measure } = pair;
  return {
    first,
    second,
    metric,
    version,
    kind,
    measure,
    unit,
    units: pair.cells.reduce((sum, { units }) => sum + units, 0),
    p_value: pValue,
    found: isFound,
    contrasts: contrasts.map((one) => ({
      first_variant: pair.variants[one.first] ?? '',
      second_variant: pair.other_variants[one.second] ?? '',
      estimate: one.estimate / factor,
      interval: { lower: one.interval.lower / factor, upper: one.interval.upper / factor },
    })),
    query: { hash, parameters: pair.parameters },
  };
}

function textOf(judged: readonly InteractionPair[]): string {
  if (judged.length === 0) return 'No two running experiments share enough units to be compared.';
  const found = judged.filter((one) => one.found).length;
  const of = `${judged.length} ${judged.length === 1 ? 'comparison' : 'comparisons'} of experiments that share units`;
  return found === 0
    ? `None of ${of} shows that one changes the effect of the other. An interaction takes four times the units of an effect: none found is no proof.`
    : `${found} of ${of} ${found === 1 ? 'shows' : 'show'} that one changes the effect of the other; on average at most ${100 * alpha} % of what is found is chance.`;
}
