import type { AdjustedPair } from './interaction-adjusted.js';
import { finiteOr, insufficient, isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import { checkSample } from './sample-statistics.js';
import type { SampleStatistics } from './sample-statistics.js';

/** Units that are alike in something known before the exposure: a country, a phase of the experiment. */
export interface Stratum {
  readonly name: string;
  readonly control: Outcome<SampleStatistics>;
  readonly treatment: Outcome<SampleStatistics>;
}

/**
 * Post-stratification: each variant's mean as it would be if the strata had in it the shares that they have in all,
 *
 *   ȳ_g = Σ_s w_s ȳ_gs,   w_s = N_s/N
 *   Var(ȳ_g) = Σ_s w_s² s²_gs/n_gs + Σ_s w_s (ȳ_gs − ȳ_g)²/N,   Cov = Σ_s w_s (ȳ_As − ȳ_A)(ȳ_Bs − ȳ_B)/N
 *
 * What the second terms add is the chance in the shares themselves; of the difference it leaves only how much the
 * effect differs between strata. It is Lin's adjustment with an indicator for each stratum, and it removes what a change of
 * weights between phases would otherwise put into the effect (Simpson's paradox).
 *
 * A stratum that a variant has fewer than two units of has no variance: merge it with another, by size and not by
 * outcome.
 *
 * Source: Miratrix, Sekhon & Yu, Adjusting treatment effect estimates by post-stratification in randomized
 * experiments, JRSS B 75 (2013).
 */
export function postStratified(strata: readonly Stratum[]): Outcome<AdjustedPair> {
  const known: { control: SampleStatistics; treatment: SampleStatistics }[] = [];
  for (const { name, ...sides } of strata) {
    const control = checkSample(sides.control);
    const treatment = checkSample(sides.treatment);
    const problem = isInsufficient(control) ? control : isInsufficient(treatment) ? treatment : undefined;
    if (problem !== undefined) return insufficient(problem.why, `Stratum ${name}: ${problem.detail}`);
    if (!isInsufficient(control) && !isInsufficient(treatment)) known.push({ control, treatment });
  }
  if (known.length === 0) return insufficient('too_few_units', 'There is no stratum.');
  const total = known.reduce((sum, { control, treatment }) => sum + control.n + treatment.n, 0);
  const weights = known.map(({ control, treatment }) => (control.n + treatment.n) / total);
  const sum = (term: (stratum: (typeof known)[number], weight: number) => number): number =>
    known.reduce((so, stratum, index) => so + term(stratum, weights[index] ?? 0), 0);
  const meanA = sum(({ control }, weight) => weight * control.mean);
  const meanB = sum(({ treatment }, weight) => weight * treatment.mean);
  const sideOf = (side: 'control' | 'treatment', mean: number): SampleStatistics => {
    const n = sum((stratum) => stratum[side].n);
    const within = sum((stratum, weight) => (weight ** 2 * stratum[side].variance) / stratum[side].n);
    const between = sum((stratum, weight) => weight * (stratum[side].mean - mean) ** 2) / total;
    return { n, mean, variance: (within + between) * n };
  };
  const [control, treatment] = [sideOf('control', meanA), sideOf('treatment', meanB)];
  const covariance = sum((s, weight) => weight * (s.control.mean - meanA) * (s.treatment.mean - meanB)) / total;
  const raw = pooledVariance(known.map((stratum) => stratum.control)) + pooledVariance(known.map((s) => s.treatment));
  const after = control.variance / control.n + treatment.variance / treatment.n - 2 * covariance;
  const varianceReduction = raw === 0 ? 0 : 1 - after / raw;
  return finiteOr({ kind: 'adjusted', method: 'post_stratified', control, treatment, covariance, varianceReduction });
}

/** The variance of the mean of all strata thrown together. */
function pooledVariance(samples: readonly SampleStatistics[]): number {
  const n = samples.reduce((sum, sample) => sum + sample.n, 0);
  const mean = samples.reduce((sum, sample) => sum + (sample.n / n) * sample.mean, 0);
  const squares = samples.reduce((sum, s) => sum + (s.n - 1) * s.variance + s.n * (s.mean - mean) ** 2, 0);
  return squares / (n - 1) / n;
}
