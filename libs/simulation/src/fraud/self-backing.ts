import { truthOf } from './workshop.js';
import type { FraudPlan, PlannedPledge, Workshop } from './workshop.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * A creator backs herself to look popular: from her own login and from three that she makes for it, all with her
 * device, her line and her card.
 */
export function planSelfBacking(workshop: Workshop): FraudPlan {
  const { random, period } = workshop;
  const project = workshop.project(
    ({ launchedAt, deadline, goalInDollars }) =>
      launchedAt > period.from + 2 * DAY &&
      goalInDollars >= 700 &&
      goalInDollars < 20_000 &&
      launchedAt < period.until - 10 * DAY &&
      deadline - launchedAt > 9 * DAY,
    ({ launchedAt }) => -launchedAt,
  );
  const { account: own, device, ip, card } = workshop.creator(project);
  const start = project.launchedAt + HOUR;
  const span = Math.min(8 * DAY, Math.min(project.deadline, period.until) - start - HOUR);
  const helpers = Array.from({ length: 3 }, () =>
    workshop.account(own.country, start - random.between(0.1, 0.9) * HOUR),
  );
  const pledges: PlannedPledge[] = [];
  for (let left = 7 + random.below(4); left > 0; left -= 1) {
    const time = Math.floor(start + random.unit() * span);
    const payment = { ip, device, card, billingCountry: own.country, cvc: 'M', avs: 'Y' } as const;
    pledges.push({
      pledgeId: workshop.pledgeId(),
      // The first is from her own login, so that the plain case is always there.
      account: pledges.length === 0 ? own : random.pick([own, ...helpers]),
      project,
      time,
      payment,
      pageViews: 1 + random.below(2),
      declined: false,
      chargedBack: 0.05,
      dollars: random.pick([25, 40, 50, 75, 100]),
    });
  }
  return { accounts: helpers.map((account) => ({ account, ip })), pledges, truth: truthOf('self_backing', pledges) };
}
