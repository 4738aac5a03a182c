import { hostingAddress } from '../addresses.js';
import { newCard } from '../people.js';
import { countries } from '../places.js';
import { truthOf } from './workshop.js';
import type { FraudPlan, PlannedPledge, Workshop } from './workshop.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Most stolen numbers are dead already: the issuer refuses them. */
const REFUSED = 0.62;

/**
 * Somebody tries a list of stolen card numbers with a script: dozens of pledges of one to five dollars within
 * minutes, each with another card, from one device and one address, on one project.
 */
export function planCardTesting(workshop: Workshop): FraudPlan {
  const { random, ids, period } = workshop;
  const project = workshop.project(
    ({ launchedAt, deadline }) => Math.min(deadline, period.until) - launchedAt > 4 * DAY,
    ({ launchedAt, deadline }) => Math.min(deadline, period.until) - launchedAt,
  );
  const last = Math.min(project.deadline, period.until) - DAY / 4;
  const start = random.between(project.launchedAt + DAY / 4, Math.max(last, project.launchedAt + DAY / 4));
  const { ip, country } = hostingAddress(random);
  const device = ids.device(workshop.next());
  const accounts = Array.from({ length: 2 }, () => workshop.account(country, start - random.between(5, 40) * MINUTE));
  const pledges: PlannedPledge[] = [];
  let time = Math.floor(start);
  for (let left = 26 + random.below(12); left > 0; left -= 1) {
    const card = newCard(random, ids.card(workshop.next()), random.pick(countries).code);
    const payment = {
      ip,
      device,
      card,
      billingCountry: card.country,
      cvc: random.chance(0.5) ? 'M' : 'N',
      avs: 'N',
    } as const;
    pledges.push({
      pledgeId: workshop.pledgeId(),
      account: random.pick(accounts),
      project,
      time,
      payment,
      pageViews: 0,
      dollars: 1 + random.below(5),
      declined: random.chance(REFUSED),
      chargedBack: 0.8,
    });
    time += 2_000 + random.below(18_000);
  }
  return { accounts: accounts.map((account) => ({ account, ip })), pledges, truth: truthOf('card_testing', pledges) };
}
