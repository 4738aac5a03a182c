import { homeAddress } from '../addresses.js';
import { newCard } from '../people.js';
import type { Payment } from '../pledges.js';
import { truthOf } from './workshop.js';
import type { FraudPlan, PlannedAccount, PlannedPledge, Workshop } from './workshop.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Linked accounts back one creator with cards that are not theirs: fourteen or so logins, but few devices (one of
 * them the creator's), few lines and few cards, over some days.
 */
export function planLinkedRing(workshop: Workshop): FraudPlan {
  const { random, ids, period } = workshop;
  const project = workshop.project(
    ({ intended, launchedAt, deadline, goalInDollars }) =>
      intended === 'successful' &&
      goalInDollars >= 1_000 &&
      launchedAt > period.from + DAY &&
      deadline < period.until - 14 * DAY &&
      deadline - launchedAt > 9 * DAY,
    ({ intended, deadline }) => (intended === 'successful' ? period.until - deadline : -deadline),
  );
  const creator = workshop.creator(project);
  const country = project.country.code;
  const devices = [creator.device, ids.device(workshop.next()), ids.device(workshop.next())];
  const lines = Array.from({ length: 4 }, () => homeAddress(random, country));
  const cards = Array.from({ length: 6 }, () => newCard(random, ids.card(workshop.next()), country));
  const start = project.launchedAt + 12 * HOUR;
  const days = Math.max(0.2, Math.min(6, (Math.min(project.deadline, period.until) - start) / DAY - 1));
  const accounts: PlannedAccount[] = [];
  const pledges: PlannedPledge[] = [];
  for (let left = 12 + random.below(6); left > 0; left -= 1) {
    const first = Math.floor(start + random.unit() * days * DAY);
    const account = workshop.account(country, first - random.between(0.1, 10) * HOUR);
    accounts.push({ account, ip: random.pick(lines) });
    for (
      let time = first, more = random.chance(0.3) ? 2 : 1;
      more > 0;
      more -= 1, time += 7 * 60_000 + random.below(HOUR)
    ) {
      const payment: Payment = {
        ip: random.pick(lines),
        device: random.pick(devices),
        card: random.pick(cards),
        billingCountry: country,
        cvc: 'M',
        avs: random.chance(0.5) ? 'Y' : 'N',
      };
      pledges.push({
        pledgeId: workshop.pledgeId(),
        account,
        project,
        time,
        payment,
        pageViews: 1,
        dollars: random.pick([50, 75, 100, 150, 200]),
        declined: false,
        chargedBack: 0.6,
      });
    }
  }
  return { accounts, pledges, truth: truthOf('linked_ring', pledges) };
}
