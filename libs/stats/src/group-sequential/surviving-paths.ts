import { normalCdf } from '../distributions.js';
import { panels } from './quadrature.js';

/**
 * The score process of a trial as a Brownian motion: B(t) = Z √t at the share t of the information, with
 * B(t) ~ N(θt, t) and independent increments. Surviving are the paths that have crossed no bound so far; here is
 * their density at the time of a look, times the weight of the quadrature, without drift (θ = 0).
 *
 * No drift is ever needed in the recursion: by Cameron and Martin the density under θ is the one under 0 times
 * exp(θb − θ²t/2), whatever the bounds were. One recursion serves every power, interval and p-value.
 */
export interface SurvivingPaths {
  readonly time: number;
  readonly nodes: Float64Array;
  /** wⱼ f(bⱼ) */
  readonly masses: Float64Array;
}

/** The part of the line in which a trial goes on, on the scale of B. */
export interface Corridor {
  readonly lower: number;
  readonly upper: number;
}

/** Before the first look all paths are at 0. */
export const ALL_PATHS: SurvivingPaths = { time: 0, nodes: Float64Array.of(0), masses: Float64Array.of(1) };

/** A corridor that is open to a side is followed this many standard deviations far: P(|Z| > 16) is 1e-57. */
const REACH = 16;
/** Panels of the quadrature in standard deviations of the step before or after, whichever is smaller. */
const PANEL = 1.5;
/** Steps to b from further than this many standard deviations around where they come from are left out: 1e-19. */
const BAND = 9;
const DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

/**
 * The paths that also survive the look at `time`: f₂(b) = ∫ f₁(u) φ((b − u)/√Δ)/√Δ du for b in the corridor.
 *
 * Source: Armitage, McPherson & Rowe, Repeated significance tests on accumulating data, JRSS A 132 (1969).
 *
 * @param nextStep the information until the look after this one, for which the quadrature must be fine enough
 */
export function survive(paths: SurvivingPaths, time: number, corridor: Corridor, nextStep: number): SurvivingPaths {
  const reach = REACH * Math.sqrt(time);
  const lower = Number.isFinite(corridor.lower) ? corridor.lower : Math.min(0, corridor.upper) - reach;
  const upper = Number.isFinite(corridor.upper) ? corridor.upper : Math.max(0, corridor.lower) + reach;
  if (!(lower < upper)) return { time, nodes: new Float64Array(), masses: new Float64Array() };
  const width = PANEL * Math.sqrt(Math.min(time - paths.time, nextStep));
  const { nodes, weights } = panels(lower, upper, width);
  return { time, nodes, masses: weights.map((weight, index) => weight * densityAt(paths, time, nodes[index] ?? 0)) };
}

/** The density at b and a later time of the paths that survived so far, without drift. */
export function densityAt({ time: before, nodes, masses }: SurvivingPaths, time: number, b: number): number {
  const deviation = Math.sqrt(time - before);
  // Given b, a free path came from around b·before/time, which is far from b where few paths get to.
  const source = Math.max(nodes[0] ?? 0, Math.min((b * before) / time, nodes.at(-1) ?? 0));
  const from = firstAtLeast(nodes, source - BAND * deviation);
  const to = source + BAND * deviation;
  let sum = 0;
  for (let index = from; index < nodes.length; index += 1) {
    const node = nodes[index] ?? 0;
    if (node > to) break;
    const step = (b - node) / deviation;
    sum += (masses[index] ?? 0) * Math.exp((-step * step) / 2);
  }
  return (sum * DENSITY_AT_ZERO) / deviation;
}

/** P(the path survived, and B(time) ≥ b) under a drift. */
export function massAbove(paths: SurvivingPaths, time: number, b: number, drift = 0): number {
  return tail(paths, time, b, drift, -1);
}

/** P(the path survived, and B(time) ≤ b) under a drift. */
export function massBelow(paths: SurvivingPaths, time: number, b: number, drift = 0): number {
  return tail(paths, time, b, drift, 1);
}

function tail(
  { time: before, nodes, masses }: SurvivingPaths,
  time: number,
  b: number,
  drift: number,
  sign: 1 | -1,
): number {
  if (!Number.isFinite(b)) return b * sign > 0 ? massOf({ time: before, nodes, masses }, drift) : 0;
  const step = time - before;
  const deviation = Math.sqrt(step);
  let sum = 0;
  for (let index = 0; index < nodes.length; index += 1) {
    const node = nodes[index] ?? 0;
    const mass = (masses[index] ?? 0) * Math.exp(drift * (node - (drift * before) / 2));
    if (mass > 0) sum += mass * normalCdf((sign * (b - node - drift * step)) / deviation);
  }
  return sum;
}

/** P(the path survived) under a drift. */
export function massOf({ time, nodes, masses }: SurvivingPaths, drift = 0): number {
  let sum = 0;
  for (let index = 0; index < nodes.length; index += 1) {
    sum += (masses[index] ?? 0) * Math.exp(drift * ((nodes[index] ?? 0) - (drift * time) / 2));
  }
  return sum;
}

/** Where an ascending list reaches a value, by bisection. */
function firstAtLeast(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
