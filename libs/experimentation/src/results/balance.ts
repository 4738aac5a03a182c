import type { BalanceView, CovariateSums, ReadoutNote } from '#libs/contracts';
import { isInsufficient, preperiodBalance, type InsufficientData } from '#libs/stats';
import { treatmentsOf } from '../experiment/plan-units.js';
import type { Experiment } from '../experiment/experiment.js';
import { lineName, lineScale, type MetricLine } from '../metric/metric-line.js';
import { samplesOf, type Sums } from './effects.js';
import { pText } from './number-text.js';
import type { FoundLine, Reading, VariantSums } from './reading.js';

/** Whatever the number of metrics and treatments: an alarm is a fault, and no bad luck. */
const alpha = 0.001;

type Row = BalanceView['covariates'][number];

/** One treatment beside the baseline in what was measured of a line before the exposure. */
interface Pair {
  readonly line: MetricLine;
  readonly found: FoundLine;
  readonly baseline: VariantSums;
  readonly treatment: VariantSums;
}

/** Whether the variants were alike before anything was done to them; null where nothing was measured. */
export function balanceOf(experiment: Experiment, lines: readonly MetricLine[], reading: Reading): BalanceView | null {
  const pairs = lines.flatMap((line) => pairsOf(experiment, line, reading));
  if (pairs.length === 0) return null;
  const balance = preperiodBalance(
    pairs.map(({ baseline, treatment }, index) => {
      const [control, treated] = samplesOf(before(baseline), before(treatment));
      return { name: String(index), control, treatment: treated };
    }),
    { alpha },
  );
  const covariates = pairs.map((pair, index): Row => {
    const name = String(index);
    const { metric, version } = pair.line;
    const own = { metric, version, variant: pair.treatment.variant };
    if (isInsufficient(balance)) return { ...own, ...viewOf(balance) };
    const problem = balance.leftOut.find((one) => one.name === name)?.problem;
    const found = balance.covariates.find((one) => one.name === name);
    if (found === undefined) return { ...own, ...viewOf(problem ?? unknown) };
    return {
      kind: 'estimate',
      ...own,
      estimate: found.estimate / 10 ** lineScale(pair.line),
      standardised: found.standardised,
      p_value: found.pValue,
      significant: found.significant,
      query: pair.found.query,
    };
  });
  const alarm = !isInsufficient(balance) && balance.alarm;
  return { alpha, alarm, text: textOf(covariates), covariates };
}

export const balanceNotes = (balance: BalanceView | null): ReadoutNote[] =>
  balance?.alarm === true ? [{ code: 'preperiod_imbalance', text: balance.text }] : [];

/** Of all that counts: the further readings of a metric are of the same people before. */
function pairsOf(experiment: Experiment, line: MetricLine, reading: Reading): Pair[] {
  const found = reading.lines.find((one) => lineName(one) === lineName(line));
  const baseline = found?.variants.find(({ variant }) => variant === experiment.baseline);
  if (found === undefined || baseline === undefined || line.reading !== 'all') return [];
  return treatmentsOf(experiment).flatMap(({ key }) => {
    const treatment = found.variants.find(({ variant }) => variant === key);
    if (treatment === undefined || (baseline.covariates === null && treatment.covariates === null)) return [];
    return [{ line, found, baseline, treatment }];
  });
}

/** What was before as if it were the metric; all units, since their time before is over, of several phases those that are closed. */
const before = ({ variant, units, covariates, phases }: VariantSums): Sums => ({
  ...sumsBefore(variant, units, covariates?.all ?? null),
  ...(phases === undefined
    ? {}
    : { phases: phases.map((one) => ({ phase: one.phase, ...sumsBefore(variant, one.units, one.covariates) })) }),
});

function sumsBefore(variant: string, units: number, covariates: CovariateSums | null) {
  const { c, cc, denominator } = covariates ?? { c: '0', cc: '0', denominator: null };
  return {
    variant,
    units,
    sum: c,
    sumOfSquares: cc,
    denominator:
      denominator === null
        ? null
        : { total: denominator.d, total_of_squares: denominator.dd, total_of_products: denominator.cd },
    covariate: null,
  };
}

function textOf(covariates: readonly Row[]): string {
  const different = covariates.flatMap((one) =>
    one.kind === 'estimate' && one.significant
      ? [
          `${one.metric} in ${one.variant} by ${one.standardised.toFixed(2)} standard deviations (p ${pText(one.p_value)})`,
        ]
      : [],
  );
  if (different.length > 0)
    return `Before their exposure the units of the variants were not alike: ${different.join(', ')}. Chance does that in one of a thousand experiments; else the assignment, the exposures or the data are broken.`;
  return covariates.some(({ kind }) => kind === 'estimate')
    ? 'Before their exposure the units of all variants were alike.'
    : 'Whether the units of the variants were alike before their exposure cannot be told: too few did anything.';
}

const unknown: InsufficientData = { kind: 'insufficient_data', why: 'too_few_units', detail: 'There are no units.' };

const viewOf = ({ kind, why, detail }: InsufficientData) => ({ kind, why, detail });
