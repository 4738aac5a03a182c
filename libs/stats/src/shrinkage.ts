import { normalCdf, normalQuantile } from './distributions.js';
import { findRoot } from './find-root.js';
import { panels } from './group-sequential/quadrature.js';
import { problemOfEffects } from './homogeneity.js';
import type { KnownEffect } from './homogeneity.js';
import { finiteOr, isInsufficient, problemOfLevel } from './outcome.js';
import type { Interval, Outcome } from './outcome.js';
import { spreadOfEffects } from './spread.js';

/** One effect, as it is believed once the others are known. */
export interface ShrunkenEffect {
  readonly estimate: number;
  readonly standardDeviation: number;
  /** Holds the effect with probability 1 − α over effects like these, also after the best was picked. */
  readonly interval: Interval;
  /** By which share of its distance the estimate is drawn to the common mean: 0 not at all, 1 all the way. */
  readonly shrinkage: number;
}

/** Effects of a portfolio of experiments on one metric. */
export interface ShrunkenEffects {
  readonly kind: 'estimate';
  readonly method: 'hierarchical_normal';
  /** Mean of the effects that such experiments have. */
  readonly common: { readonly estimate: number; readonly standardDeviation: number };
  /** Their standard deviation: the middle of what is believed of it. */
  readonly spread: number;
  /** In the order of the input. */
  readonly effects: readonly ShrunkenEffect[];
}

/** A weight that no digit of an answer shows. */
const NEGLIGIBLE = 1e-15;

/** At one spread τ: its weight, and each effect's normal posterior. */
interface AtSpread {
  readonly tau: number;
  readonly weight: number;
  readonly common: number;
  readonly commonVariance: number;
  readonly means: readonly number[];
  readonly variances: readonly number[];
  readonly pulls: readonly number[];
}

/**
 * Winner's curse, taken out: what looks best is what was lucky, too, so each estimate is drawn to the mean of all by as
 * much as its own error is larger than the spread of true effects,
 *
 *   dᵢ ~ N(θᵢ, seᵢ²),  θᵢ ~ N(μ, τ²):   E[θᵢ | τ] = Bᵢ μ̂ + (1 − Bᵢ) dᵢ,   Bᵢ = seᵢ²/(seᵢ² + τ²)
 *   Var[θᵢ | τ] = (1 − Bᵢ) seᵢ² + Bᵢ²/Σ wⱼ,   wⱼ = 1/(seⱼ² + τ²)
 *
 * With one value for τ² (James–Stein's, DerSimonian–Laird's) intervals would be too short, and of zero length where it
 * comes out as 0. So μ and τ have flat priors and are integrated out, τ by quadrature over p(τ | d). Choosing the best
 * ten afterwards changes nothing: the posterior already knows all that the choice was made by.
 *
 * Three effects are the fewest. All experiments count, not those that were shipped.
 *
 * Source: Rubin, Estimation in parallel randomized experiments, Journal of Educational Statistics 6 (1981); Gelman et al.,
 * Bayesian data analysis (2013), section 5.4; Efron, Tweedie's formula and selection bias, JASA 106 (2011).
 *
 * @example the eight schools of `homogeneityTest` // 28 becomes 11.40, −3 becomes 6.13, common 7.93, spread 5.24
 */
export function shrunkenEffects(
  effects: readonly KnownEffect[],
  { alpha }: { readonly alpha: number },
): Outcome<ShrunkenEffects> {
  const problem = problemOfLevel(alpha) ?? problemOfEffects(effects, 3);
  if (problem !== undefined) return problem;
  const spread = spreadOfEffects(effects);
  if (isInsufficient(spread)) return spread;
  // Where most of p(τ) lies: the spread, or what the errors would let one miss.
  const smallest = Math.min(...effects.map(({ standardError }) => standardError));
  const precision = effects.reduce((sum, { standardError }) => sum + (smallest / standardError) ** 2, 0);
  const grid = posteriorOfSpread(
    effects,
    Math.hypot(spread.deviation, smallest * Math.sqrt(effects.length / precision)),
  );
  const common = moments(
    grid.map(({ weight, common: mean, commonVariance }) => ({ weight, mean, variance: commonVariance })),
  );
  const shrunken = effects.map((_, index) => {
    const parts = grid.map(({ weight, means, variances }) => ({
      weight,
      mean: means[index] ?? 0,
      variance: variances[index] ?? 0,
    }));
    const { mean, deviation } = moments(parts);
    return {
      estimate: mean,
      standardDeviation: deviation,
      interval: {
        lower: quantileOf(parts, alpha / 2, mean, deviation),
        upper: quantileOf(parts, 1 - alpha / 2, mean, deviation),
      },
      shrinkage: grid.reduce((sum, { weight, pulls }) => sum + weight * (pulls[index] ?? 0), 0),
    };
  });
  return finiteOr({
    kind: 'estimate',
    method: 'hierarchical_normal',
    common: { estimate: common.mean, standardDeviation: common.deviation },
    spread: medianSpread(grid),
    effects: shrunken,
  });
}

/** ln p(τ | d) = −½ Σ ln(seᵢ² + τ²) − ½ ln Σ wᵢ − ½ Σ wᵢ (dᵢ − μ̂)², on τ = scale u/(1 − u), 0 < u < 1. */
function posteriorOfSpread(effects: readonly KnownEffect[], scale: number): readonly AtSpread[] {
  const { nodes, weights } = panels(0, 1, 1 / 16);
  const found = Array.from(nodes, (u, node) => {
    const tau = (scale * u) / (1 - u);
    // In units of the scale, so that no product of variances vanishes or overflows.
    const total = effects.map(({ standardError }) => (standardError / scale) ** 2 + (tau / scale) ** 2);
    const precision = total.reduce((sum, variance) => sum + 1 / variance, 0);
    const common = effects.reduce((sum, { estimate }, i) => sum + estimate / (total[i] ?? 1) / precision, 0);
    const pulls = effects.map(({ standardError }, i) => (standardError / scale) ** 2 / (total[i] ?? 1));
    const squares = effects.reduce(
      (sum, { estimate }, i) => sum + ((estimate - common) / scale) ** 2 / (total[i] ?? 1),
      0,
    );
    const logarithms = total.reduce((sum, variance) => sum + Math.log(variance), 0);
    const commonVariance = scale ** 2 / precision;
    return {
      tau,
      logarithm: -(logarithms + Math.log(precision) + squares) / 2 + Math.log((weights[node] ?? 0) / (1 - u) ** 2),
      common,
      commonVariance,
      means: effects.map(({ estimate }, i) => estimate + (pulls[i] ?? 0) * (common - estimate)),
      variances: effects.map(
        ({ standardError }, i) => (1 - (pulls[i] ?? 0)) * standardError ** 2 + (pulls[i] ?? 0) ** 2 * commonVariance,
      ),
      pulls,
    };
  });
  const highest = Math.max(...found.map(({ logarithm }) => logarithm));
  const mass = found.reduce((sum, { logarithm }) => sum + Math.exp(logarithm - highest), 0);
  return found
    .map(({ logarithm, ...at }) => ({ ...at, weight: Math.exp(logarithm - highest) / mass }))
    .filter(({ weight }) => weight > NEGLIGIBLE);
}

interface Part {
  readonly weight: number;
  readonly mean: number;
  readonly variance: number;
}

/** Of a mixture of normal distributions. */
function moments(parts: readonly Part[]): { readonly mean: number; readonly deviation: number } {
  const mean = parts.reduce((sum, part) => sum + part.weight * part.mean, 0);
  const variance = parts.reduce((sum, part) => sum + part.weight * (part.variance + (part.mean - mean) ** 2), 0);
  return { mean, deviation: Math.sqrt(variance) };
}

function quantileOf(parts: readonly Part[], p: number, mean: number, deviation: number): number {
  const below = (x: number): number =>
    parts.reduce((sum, part) => sum + part.weight * normalCdf((x - part.mean) / Math.sqrt(part.variance)), 0);
  // On the scale of z a mixture of normals is nearly a line, so a few steps are enough.
  const wanted = normalQuantile(p);
  const excess = (z: number): number =>
    normalQuantile(Math.min(Math.max(below(mean + deviation * z), SMALLEST), LARGEST)) - wanted;
  return mean + deviation * findRoot(excess, wanted - 1, wanted + 1);
}

/** Probabilities nearer to 0 or 1 than a double tells from them. */
const SMALLEST = 1e-300;
const LARGEST = 1 - Number.EPSILON;

/** The τ with half of the weight on either side, between two nodes on a line; of its own weight a node has half below. */
function medianSpread(grid: readonly AtSpread[]): number {
  let [sum, last] = [0, { tau: 0, below: 0 }];
  for (const { tau, weight } of grid) {
    const below = sum + weight / 2;
    if (below >= 0.5) return last.tau + ((tau - last.tau) * (0.5 - last.below)) / (below - last.below);
    sum += weight;
    last = { tau, below };
  }
  return last.tau;
}
