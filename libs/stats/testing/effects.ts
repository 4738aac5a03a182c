import type { KnownEffect } from '../src/homogeneity.js';

/** Coaching in eight schools, points of a test: Rubin, Journal of Educational Statistics 6 (1981), table 1. */
export const EIGHT_SCHOOLS: readonly KnownEffect[] = [
  { estimate: 28, standardError: 15 },
  { estimate: 8, standardError: 10 },
  { estimate: -3, standardError: 16 },
  { estimate: 7, standardError: 11 },
  { estimate: -1, standardError: 9 },
  { estimate: 1, standardError: 11 },
  { estimate: 18, standardError: 10 },
  { estimate: 12, standardError: 18 },
];

/**
 * Cases and others among the vaccinated and the not vaccinated in thirteen trials of the BCG vaccine: Colditz et al.,
 * JAMA 271 (1994).
 */
const TRIALS = [
  [4, 119, 11, 128],
  [6, 300, 29, 274],
  [3, 228, 11, 209],
  [62, 13536, 248, 12619],
  [33, 5036, 47, 5761],
  [180, 1361, 372, 1079],
  [8, 2537, 10, 619],
  [505, 87886, 499, 87892],
  [29, 7470, 45, 7232],
  [17, 1699, 65, 1600],
  [186, 50448, 141, 27197],
  [5, 2493, 3, 2338],
  [27, 16886, 29, 17825],
] as const;

/** Their logarithms of the relative risk. */
export const TUBERCULOSIS: readonly KnownEffect[] = TRIALS.map(([a, b, c, d]) => ({
  estimate: Math.log(a / (a + b) / (c / (c + d))),
  standardError: Math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)),
}));
