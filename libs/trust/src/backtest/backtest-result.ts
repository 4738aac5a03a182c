import {
  dispositionActions,
  type BacktestResult,
  type BacktestRule,
  type PledgeCounts,
  type RuleQuality,
} from '#libs/contracts';
import type { BacktestTally } from '#libs/scoring';
import type { RunningRule } from '../configuration/configuration.js';

const mostOverlaps = 10;

/** What was counted, with what is computed from it. @param rules the candidate's, in their order */
export function backtestResult(
  tally: BacktestTally,
  rules: readonly RunningRule[],
  reviewMinutes: number,
): BacktestResult {
  const moves = dispositionActions.flatMap((from) =>
    dispositionActions
      .filter((to) => to !== from && tally.moves[from][to].pledges > 0)
      .map((to) => ({ from, to, ...tally.moves[from][to] })),
  );
  return {
    all: tally.all,
    candidate: tally.candidate,
    baseline: tally.baseline,
    moves,
    rules: rules.flatMap((rule) => ruleResult(tally, rule, reviewMinutes)),
    reviewer_minutes: {
      candidate: tally.candidate.manual_review.pledges * reviewMinutes,
      baseline: tally.baseline.manual_review.pledges * reviewMinutes,
    },
  };
}

function ruleResult(
  { all, rules }: BacktestTally,
  { id, version, label, action }: RunningRule,
  reviewMinutes: number,
): BacktestRule[] {
  const counted = rules[id];
  if (counted === undefined) return [];
  const { together, reviews, ...counts } = counted;
  const overlap = Object.entries(together)
    .map(([other, pledges]) => ({ id: other, pledges }))
    .toSorted((one, other) => other.pledges - one.pledges || (one.id < other.id ? -1 : 1))
    .slice(0, mostOverlaps);
  const quality = {
    known_then: qualityOf(counts.hits.known_then, all.known_then),
    known_now: qualityOf(counts.hits.known_now, all.known_now),
  };
  return [
    { id, version, label, action, ...counts, quality, reviews, reviewer_minutes: reviews * reviewMinutes, overlap },
  ];
}

/** precision = fraud among what it fired on; recall = of all labelled fraud, whether it fired or not. */
const qualityOf = (hits: PledgeCounts['known_now'], all: PledgeCounts['known_now']): RuleQuality => ({
  precision: share(hits.fraud, hits.fraud + hits.good),
  recall: share(hits.fraud, all.fraud),
});

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
