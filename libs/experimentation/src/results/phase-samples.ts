import { isInsufficient, phaseWeighted, type Outcome, type SampleStatistics } from '#libs/stats';
import type { PhaseSums } from './reading.js';
import type { PhasedSums, Samples, Sums } from './sums.js';

/** What was found of each phase, as sums. */
export const phasesOf = (
  variant: string,
  { phases }: { readonly phases?: readonly PhaseSums[] },
): Pick<Sums, 'phases'> =>
  phases === undefined
    ? {}
    : {
        phases: phases.map(({ phase, units, total, total_of_squares, denominators, covariates }) => ({
          variant,
          phase,
          units,
          sum: total,
          sumOfSquares: total_of_squares,
          denominator: denominators,
          covariate: covariates,
        })),
      };

/** Whether an experiment has several phases, by any of its variants. */
export const isPhased = ({ phases }: Pick<Sums, 'phases'>): boolean => phases !== undefined;

/** The baseline's sample, then the treatment's: each phase compared within itself. */
export function phaseSamples(
  baseline: Sums,
  treatment: Sums,
  sampleOf: (one: PhasedSums) => Outcome<SampleStatistics>,
): Samples {
  const weighted = phaseWeighted(
    pairsOf(baseline, treatment).map(({ control, treated }) => ({
      name: String(control.phase),
      control: sampleOf(control),
      treatment: sampleOf(treated),
    })),
  );
  return isInsufficient(weighted) ? [weighted, weighted] : [weighted.control, weighted.treatment];
}

/**
 * 1/(1/n_A + 1/n_B), what a comparison tells up to the spread of a unit: over phases the sum of theirs, of those that count.
 */
export function informationOf(baseline: Sums, treatment: Sums): number {
  if (!isPhased(baseline)) return harmonic(baseline.units, treatment.units);
  return pairsOf(baseline, treatment)
    .filter(({ control, treated }) => Math.min(control.units, treated.units) > 1)
    .reduce((sum, { control, treated }) => sum + harmonic(control.units, treated.units), 0);
}

/** Phases that both have units of. */
export const pairsOf = (
  { phases: baseline = [] }: Pick<Sums, 'phases'>,
  { phases: treatment = [] }: Pick<Sums, 'phases'>,
): { readonly control: PhasedSums; readonly treated: PhasedSums }[] =>
  baseline.flatMap((control) => {
    const treated = treatment.find(({ phase }) => phase === control.phase);
    return treated === undefined ? [] : [{ control, treated }];
  });

export const harmonic = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : (a * b) / (a + b));
