import type { ExperimentPlan, ExperimentView, PlannedUnits } from '#libs/contracts';
import { invalid, type FieldProblem } from '#libs/errors';
import { isInsufficient, sampleSizeForMeans, sampleSizeForProportions, type SampleSize } from '#libs/stats';
import { metricCatalogue } from './metric-catalogue.js';

type Arms = Pick<ExperimentView, 'variants' | 'baseline'>;

/**
 * Units that a plan asks for, by variant: enough that each treatment's comparison with the baseline has the planned
 * power at its own α. The units are split by the weights, so the treatment with the smallest share decides.
 * @throws VerdictError `invalid` naming the field of the plan that cannot be met.
 */
export function planUnits(plan: ExperimentPlan, { variants, baseline }: Arms): PlannedUnits {
  const share = variants.find(({ key }) => key === baseline)?.weight ?? 0;
  const treatments = variants.filter(({ key, weight }) => key !== baseline && weight > 0);
  if (share === 0 || treatments.length === 0)
    throw refuse(
      '/plan',
      'weights',
      'a plan compares variants with traffic: the baseline and a treatment need a weight',
    );
  const sizes = treatments.map(({ weight }) => sizeOf(plan, weight / share));
  // The exact number per baseline unit, scaled to all: rounding comes last, per variant.
  const total = Math.max(...sizes.map(({ control }) => control / share));
  const units = variants.map(({ key, weight }) => ({ variant: key, units: Math.ceil(total * weight - 1e-6) }));
  return {
    total: units.reduce((sum, one) => sum + one.units, 0),
    variants: units,
    absolute_effect: sizes[0]?.absoluteEffect ?? 0,
  };
}

function sizeOf(plan: ExperimentPlan, ratio: number): SampleSize {
  const size = ask(plan, ratio);
  if (isInsufficient(size)) throw refuse('/plan', size.why, size.detail);
  return size;
}

function ask({ metric, baseline, standard_deviation, minimum_effect, power, alpha }: ExperimentPlan, ratio: number) {
  const options = { minimumEffect: minimum_effect, power, alpha, ratio };
  if (metricCatalogue[metric].kind === 'proportion') return sampleSizeForProportions({ share: baseline }, options);
  if (standard_deviation === undefined)
    throw refuse('/plan/standard_deviation', 'required', `${metric} is an amount: its spread decides the sample size`);
  return sampleSizeForMeans({ mean: baseline, standardDeviation: standard_deviation }, options);
}

function refuse(pointer: string, rule: string, detail: string): Error {
  const problem: FieldProblem = { pointer, rule, detail };
  return invalid(`The plan cannot be met. ${pointer}: ${detail}`, [problem]);
}
