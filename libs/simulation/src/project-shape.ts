import type { QuantileKnot } from './weighted.js';

/**
 * Shapes of crowdfunding projects, fitted to a public listing of 10,000 Kickstarter projects of 2009 to 2018
 * (parameters only; a test compares them with the listing where it lies beside the project).
 */

/** Goals in US dollars. */
export const goalKnots: readonly QuantileKnot[] = [
  [0, 25],
  [0.01, 60],
  [0.05, 400],
  [0.1, 700],
  [0.25, 2_000],
  [0.5, 5_200],
  [0.75, 16_500],
  [0.9, 49_000],
  [0.95, 79_000],
  [0.99, 300_000],
  [1, 1_500_000],
];

/** Days from launch to deadline and their share in percent; the limit has been 60 since June 2011. */
export const durationShares: readonly (readonly [days: number, share: number])[] = [
  [7, 1.6],
  [10, 1.3],
  [14, 2],
  [15, 1.6],
  [18, 1.4],
  [20, 1.9],
  [21, 2],
  [25, 2.7],
  [28, 2.6],
  [29, 2],
  [30, 46],
  [31, 3.2],
  [32, 2],
  [33, 2],
  [35, 3.6],
  [38, 2],
  [40, 3.4],
  [42, 1.3],
  [45, 5.4],
  [50, 1.6],
  [55, 1.6],
  [59, 0.8],
  [60, 9.2],
];

/** Of the projects that ran to their deadline, the share that reached their goal. */
export const SUCCESS_SHARE = 0.406;

/** Of all that ended, the share that the creator called off. */
export const CANCELED_SHARE = 0.103;

/** How the log-odds of success fall with the natural logarithm of the goal. */
export const SUCCESS_SLOPE = 0.42;

/** Money at the deadline over the goal, where the goal was reached. */
export const successRatioKnots: readonly QuantileKnot[] = [
  [0, 1.001],
  [0.05, 1.003],
  [0.1, 1.012],
  [0.25, 1.045],
  [0.5, 1.172],
  [0.75, 1.631],
  [0.9, 3.43],
  [0.95, 6.5],
  [1, 12],
];

/** Money at the deadline over the goal, where it was not; a quarter never got anything. */
export const failureRatioKnots: readonly QuantileKnot[] = [
  [0, 0.0005],
  [0.25, 0.0005],
  [0.5, 0.02],
  [0.75, 0.116],
  [0.9, 0.3],
  [0.95, 0.433],
  [0.99, 0.7],
  [1, 0.85],
];

/** A category, its share of projects in percent, and its share of successes. */
export interface Category {
  readonly name: string;
  readonly share: number;
  readonly success: number;
}

const categoryTable: readonly (readonly [name: string, share: number, success: number])[] = [
  ['Film & Video', 17, 0.37],
  ['Music', 14, 0.5],
  ['Publishing', 10.3, 0.3],
  ['Games', 9.8, 0.36],
  ['Design', 8.3, 0.35],
  ['Technology', 8.1, 0.21],
  ['Art', 7.8, 0.42],
  ['Food', 6.1, 0.28],
  ['Fashion', 5.9, 0.25],
  ['Theater', 2.9, 0.6],
  ['Comics', 2.9, 0.56],
  ['Photography', 2.7, 0.32],
  ['Crafts', 2.3, 0.25],
  ['Journalism', 1.1, 0.19],
  ['Dance', 0.9, 0.6],
];

export const categories: readonly Category[] = categoryTable.map(([name, share, success]) => ({
  name,
  share,
  success,
}));

/** Launches by weekday, Monday first, and by UTC hour, in percent. */
export const launchesByWeekday = [16.7, 20.2, 18, 16, 14.5, 8.9, 5.7];
export const launchesByHour = [
  6, 5.7, 4.4, 3.9, 3.2, 3, 2.7, 2.2, 1.7, 2, 1.7, 1.5, 1.8, 2.4, 2.8, 4, 5, 7, 7.8, 7.2, 7.1, 7.2, 6.8, 6.7,
];
