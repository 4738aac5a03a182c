import { CANCELED_SHARE, SUCCESS_SHARE, SUCCESS_SLOPE } from './project-shape.js';

/** What success depends on. `draw` of [0, 1) decides. */
export interface Candidate {
  /** Dollars. */
  readonly goal: number;
  readonly categorySuccess: number;
  readonly draw: number;
  /** Money at the deadline over the goal, if it succeeds and the crowd can afford it. */
  readonly successRatio: number;
  /** The part of its life that lies within the history. */
  readonly part: number;
}

/** Which candidates succeed, and the share of their success beyond the goal that the crowd can afford. */
export interface Successes {
  readonly chosen: readonly boolean[];
  readonly overshoot: number;
}

const logit = (share: number): number => Math.log(share / (1 - share));
const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

/** Some that are meant to reach their goal fall short of it by a few pledges: plan so many more. */
const MARGIN = 1.07;
const WANTED = SUCCESS_SHARE * (1 - CANCELED_SHARE) * MARGIN;

/** A goal about the middle of the listing; only shifts the intercept. */
const MIDDLE_GOAL = 5_000;
const STEEPEST = 3.2;

/**
 * Which projects are meant to succeed: log-odds = a + logit(category) − b · ln(goal / 5000). `a` is such that the
 * listing's share succeeds; `b` is the listing's slope, unless the crowd cannot pay for that many large goals. Then
 * it is steeper and fewer projects get far beyond their goals: with a dozen pledges a project, as in the small
 * company, a crowd carries small goals only.
 *
 * @param money what the crowd will bring to successes, in dollars
 */
export function chooseSuccesses(candidates: readonly Candidate[], money: number): Successes {
  const plain = successesAt(candidates, 0);
  if (costOf(candidates, plain) <= money) return plain;
  let [low, high] = [0, 1];
  for (let step = 0; step < 10; step += 1) {
    const middle = (low + high) / 2;
    if (costOf(candidates, successesAt(candidates, middle)) > money) low = middle;
    else high = middle;
  }
  return successesAt(candidates, high);
}

/** Dollars that a success brings by its deadline. */
export const successTarget = ({ goal, successRatio }: Candidate, overshoot: number): number =>
  goal * Math.max(1.02, 1 + (successRatio - 1) * overshoot);

const costOf = (candidates: readonly Candidate[], { chosen, overshoot }: Successes): number =>
  candidates.reduce(
    (sum, candidate, index) =>
      chosen[index] === true ? sum + successTarget(candidate, overshoot) * candidate.part : sum,
    0,
  );

/** @param scarcity 0: as in the listing; 1: as little as the crowd can be asked for */
function successesAt(candidates: readonly Candidate[], scarcity: number): Successes {
  const slope = SUCCESS_SLOPE + scarcity * (STEEPEST - SUCCESS_SLOPE);
  const scores = candidates.map(
    ({ goal, categorySuccess }) => logit(categorySuccess) - slope * Math.log(goal / MIDDLE_GOAL),
  );
  let [low, high] = [-12, 12];
  for (let step = 0; step < 16; step += 1) {
    const middle = (low + high) / 2;
    const mean = scores.reduce((sum, score) => sum + logistic(score + middle), 0) / scores.length;
    if (mean < WANTED) low = middle;
    else high = middle;
  }
  const chosen = candidates.map(({ draw }, index) => draw < logistic((scores[index] ?? 0) + high));
  return { chosen, overshoot: 1 - 0.85 * scarcity };
}
