import type { ExperimentPlan, ExperimentView, MetricKind, PlannedUnits } from '#libs/contracts';
import { invalid, type FieldProblem } from '#libs/errors';
import {
  isInsufficient,
  sampleSizeForMeans,
  sampleSizeForProportions,
  sequenceInflation,
  type Outcome,
  type SampleSize,
} from '#libs/stats';

/** What decides how many units are needed. */
type SizedPlan = Omit<ExperimentPlan, 'guardrails'>;
type Arms = Pick<ExperimentView, 'variants' | 'baseline'>;

/** Looks that a plan without an end is sized for: one more or less costs half a percent of the units. */
const usualLooks = 8;

/** The treatments of an experiment that units meet. */
export const treatmentsOf = ({
  variants,
  baseline,
}: Arms): readonly { readonly key: string; readonly weight: number }[] =>
  variants.filter(({ key, weight }) => key !== baseline && weight > 0);

/** The level of one treatment's comparison: the plan's, shared equally, so that the plan errs as rarely as it says. */
export const alphaEach = ({ alpha }: Pick<ExperimentPlan, 'alpha'>, arms: Arms): number =>
  alpha / Math.max(1, treatmentsOf(arms).length);

/**
 * Units that a plan asks for, by variant: enough that each treatment's comparison with the baseline has the planned
 * power at its share of α, with what its looks cost. The units are split by the weights, so the treatment with the
 * smallest share decides.
 *
 * @param kind of the plan’s metric
 * @throws VerdictError `invalid` naming the field of the plan that cannot be met.
 */
export function planUnits(plan: SizedPlan, { variants, baseline }: Arms, kind: MetricKind | undefined): PlannedUnits {
  const share = variants.find(({ key }) => key === baseline)?.weight ?? 0;
  const treatments = treatmentsOf({ variants, baseline });
  if (share === 0 || treatments.length === 0)
    throw refuse(
      '/plan',
      'weights',
      'a plan compares variants with traffic: the baseline and a treatment need a weight',
    );
  const each = { ...plan, alpha: alphaEach(plan, { variants, baseline }) };
  const sizes = treatments.map(({ weight }) => sizeOf(each, weight / share, kind));
  // The exact number per baseline unit, scaled to all: rounding comes last, per variant.
  const total = Math.max(...sizes.map(({ control }) => control / share)) * sequenceFactor(each);
  const units = variants.map(({ key, weight }) => ({ variant: key, units: Math.ceil(total * weight - 1e-6) }));
  return {
    total: units.reduce((sum, one) => sum + one.units, 0),
    variants: units,
    absolute_effect: sizes[0]?.absoluteEffect ?? 0,
  };
}

function sizeOf(plan: SizedPlan, ratio: number, kind: MetricKind | undefined): SampleSize {
  const size = ask(plan, ratio, kind);
  if (isInsufficient(size)) throw refuse('/plan', size.why, size.detail);
  return size;
}

function ask(plan: SizedPlan, ratio: number, kind: MetricKind | undefined): Outcome<SampleSize> {
  const { metric, baseline, standard_deviation, minimum_effect, power, alpha } = plan;
  const looks =
    plan.procedure === 'group_sequential' ? { fractions: plannedSteps(plan), spending: plan.spending } : undefined;
  const options = { minimumEffect: minimum_effect, power, alpha, ratio, ...(looks === undefined ? {} : { looks }) };
  if (kind === undefined || kind === 'quantile')
    throw refuse('/plan/metric', 'plannable', `no formula says how many units ${metric} takes: plan another metric`);
  if (kind === 'proportion' || kind === 'retention') return sampleSizeForProportions({ share: baseline }, options);
  if (standard_deviation === undefined)
    throw refuse('/plan/standard_deviation', 'required', `${metric} is a ${kind}: its spread decides the sample size`);
  return sampleSizeForMeans({ mean: baseline, standardDeviation: standard_deviation }, options);
}

/** Shares of the plan at its looks: as many equal steps as its days hold. */
export function plannedSteps({ look_days, days }: Pick<ExperimentPlan, 'look_days' | 'days'>): number[] {
  const count = days === undefined ? usualLooks : Math.max(1, Math.ceil(days / look_days));
  return Array.from({ length: count }, (_, index) => (index + 1) / count);
}

/** What a confidence sequence costs: it is as strong as the fixed test with so many times its units. */
function sequenceFactor({ procedure, alpha, power }: SizedPlan): number {
  if (procedure !== 'confidence_sequence') return 1;
  const inflation = sequenceInflation(alpha, power);
  if (isInsufficient(inflation)) throw refuse('/plan', inflation.why, inflation.detail);
  return inflation.factor;
}

function refuse(pointer: string, rule: string, detail: string): Error {
  const problem: FieldProblem = { pointer, rule, detail };
  return invalid(`The plan cannot be met. ${pointer}: ${detail}`, [problem]);
}
