import { insufficient, isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import type { Stratum } from './post-stratification.js';
import { checkSample } from './sample-statistics.js';
import type { SampleStatistics } from './sample-statistics.js';

/** What is compared of two variants over the phases of an experiment. */
export interface PhaseWeighted {
  readonly kind: 'phase_weighted';
  /** Samples that every test, interval and bound takes instead of the raw ones; `n` is effective. */
  readonly control: SampleStatistics;
  readonly treatment: SampleStatistics;
  /** Names of the phases that are in it. */
  readonly phases: readonly string[];
}

/**
 * Two variants, each phase compared within itself and the differences weighed by what they tell,
 *
 *   ȳ_g = Σ_s w_s ȳ_gs,   w_s = h_s/h,   h_s = n_As n_Bs/(n_As + n_Bs),   h = Σ_s h_s,   Var(ȳ_g) = Σ_s w_s² s²_gs/n_gs
 *
 * so that a change of the split between phases puts nothing of the difference between the phases into the effect (Simpson's
 * paradox). These weights, Cochran's, are those of least variance where units vary alike; the estimate at one look then has the
 * covariance with that of a later one which group-sequential bounds assume (independent increments). Weighed by their units
 * instead (`postStratified`) phases of unequal splits have not, and looks would find more than there is.
 *
 * The samples have effective sizes with n_A n_B/(n_A + n_B) = h, in the ratio of all units, to the whole unit (variances of means are exact);
 * one phase alone is as it was. A phase in which one of the two has fewer than two units compares nothing: it is left out, by its sizes.
 *
 * Source: W. G. Cochran, Some methods for strengthening the common χ² tests, Biometrics 10 (1954), section 6;
 * Jennison & Turnbull, Group Sequential Methods (2000), chapter 11, for the increments.
 */
export function phaseWeighted(strata: readonly Stratum[]): Outcome<PhaseWeighted> {
  const known: { name: string; control: SampleStatistics; treatment: SampleStatistics; information: number }[] = [];
  for (const { name, ...sides } of strata) {
    const control = checkSample(sides.control);
    const treatment = checkSample(sides.treatment);
    const problem = isInsufficient(control) ? control : isInsufficient(treatment) ? treatment : undefined;
    if (problem !== undefined && problem.why !== 'too_few_units')
      return insufficient(problem.why, `Phase ${name}: ${problem.detail}`);
    if (isInsufficient(control) || isInsufficient(treatment)) continue;
    known.push({ name, control, treatment, information: informationOf(control.n, treatment.n) });
  }
  const [first, ...more] = known;
  if (first === undefined)
    return insufficient('too_few_units', 'There is no phase with two units of both variants at least.');
  const { control, treatment } = first;
  if (more.length === 0) return { kind: 'phase_weighted', control, treatment, phases: [first.name] };
  const total = known.reduce((sum, { information }) => sum + information, 0);
  const [a, b] = [
    known.reduce((sum, one) => sum + one.control.n, 0),
    known.reduce((sum, one) => sum + one.treatment.n, 0),
  ];
  const share = total / informationOf(a, b);
  const sideOf = (side: 'control' | 'treatment', n: number): SampleStatistics => {
    const over = (term: (sample: SampleStatistics, weight: number) => number): number =>
      known.reduce((sum, stratum) => sum + term(stratum[side], stratum.information / total), 0);
    return {
      n,
      mean: over(({ mean }, weight) => weight * mean),
      variance: n * over((sample, weight) => (weight ** 2 * sample.variance) / sample.n),
    };
  };
  return {
    kind: 'phase_weighted',
    control: sideOf('control', Math.max(2, Math.round(share * a))),
    treatment: sideOf('treatment', Math.max(2, Math.round(share * b))),
    phases: known.map(({ name }) => name),
  };
}

/** 1/(1/n_A + 1/n_B): what the difference of two means tells, up to the spread of a unit. */
const informationOf = (a: number, b: number): number => (a * b) / (a + b);
