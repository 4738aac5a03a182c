import { hostingAddress } from '../addresses.js';
import { newCard } from '../people.js';
import { truthOf } from './workshop.js';
import type { FraudPlan, PlannedAccount, PlannedPledge, Workshop } from './workshop.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Where the cards of most dumps are from. */
const VICTIMS = ['US', 'GB', 'CA', 'AU', 'FR', 'BR'];

/**
 * A wave of large pledges with stolen cards within two days: new accounts, rented servers' addresses in another
 * country than the card's, a handful of devices. The cardholders notice the charge weeks later.
 */
export function planStolenCards(workshop: Workshop): FraudPlan {
  const { random, ids, period } = workshop;
  const project = workshop.project(
    // Early enough for the charge-backs to arrive within the history.
    ({ intended, launchedAt, deadline, goalInDollars }) =>
      intended === 'successful' &&
      goalInDollars >= 900 &&
      deadline < period.until - 25 * DAY &&
      deadline - launchedAt > 9 * DAY,
    ({ intended, deadline }) => (intended === 'successful' ? period.until - deadline : -deadline),
  );
  const end = Math.min(project.deadline, period.until);
  const start = random.between(project.launchedAt + HOUR, Math.max(project.launchedAt + HOUR, end - 3 * DAY));
  const devices = Array.from({ length: 4 }, () => ids.device(workshop.next()));
  const accounts: PlannedAccount[] = [];
  const pledges: PlannedPledge[] = [];
  for (let left = 11 + random.below(5); left > 0; left -= 1) {
    const { ip, country } = hostingAddress(random);
    const home = random.pick(VICTIMS.filter((each) => each !== country));
    const time = Math.floor(Math.min(start + random.unit() * 2 * DAY, end - HOUR));
    const account = workshop.account(home, Math.max(period.from, time - random.between(0.05, 5) * HOUR));
    const card = newCard(random, ids.card(workshop.next()), home);
    const cvc = random.chance(0.8) ? 'M' : 'N';
    const avs = random.chance(0.4) ? 'Y' : 'N';
    accounts.push({ account, ip });
    pledges.push({
      pledgeId: workshop.pledgeId(),
      account,
      project,
      time,
      pageViews: random.below(3),
      payment: { ip, device: random.pick(devices), card, billingCountry: home, cvc, avs },
      dollars: random.pick([250, 300, 350, 400, 500, 650, 800]),
      declined: random.chance(0.12),
      chargedBack: 0.9,
    });
  }
  return { accounts, pledges, truth: truthOf('stolen_cards', pledges) };
}
