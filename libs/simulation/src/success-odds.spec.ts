import { describe, expect, it } from '@jest/globals';
import { Random, streams } from './random.js';
import { chooseSuccesses, successTarget } from './success-odds.js';

const random = new Random(1, streams.project, 0);
const candidates = Array.from({ length: 4_000 }, () => ({
  goal: random.logNormal(5_000, 1.7),
  categorySuccess: 0.35,
  draw: random.unit(),
  successRatio: 1 + random.exponential(),
  part: 1,
}));

const share = (chosen: readonly boolean[]): number => chosen.filter(Boolean).length / chosen.length;
const cost = (money: number): number => {
  const { chosen, overshoot } = chooseSuccesses(candidates, money);
  return candidates.reduce(
    (sum, each, index) => (chosen[index] === true ? sum + successTarget(each, overshoot) : sum),
    0,
  );
};
const meanGoal = (money: number): number => {
  const { chosen } = chooseSuccesses(candidates, money);
  const goals = candidates.filter((_, index) => chosen[index] === true).map(({ goal }) => goal);
  return goals.reduce((sum, goal) => sum + goal, 0) / goals.length;
};

describe('chooseSuccesses', () => {
  it.each([Infinity, 1e7, 5e6])('lets the listing’s share succeed, whatever the crowd has (%d dollars)', (money) => {
    expect(Math.abs(share(chooseSuccesses(candidates, money).chosen) - 0.39)).toBeLessThan(0.03);
  });

  it('spends no more than the crowd has, by choosing smaller goals and less beyond them', () => {
    expect(cost(Infinity)).toBeGreaterThan(1e7);
    expect(cost(1e7)).toBeLessThanOrEqual(1e7);
    expect(cost(1e7)).toBeGreaterThan(0.8e7);
    expect(meanGoal(5e6)).toBeLessThan(meanGoal(1e7));
    expect(meanGoal(1e7)).toBeLessThan(meanGoal(Infinity));
  });
});
