import type { OutcomeCategory, OutcomeKind } from '#libs/contracts';
import type { Random } from './random.js';

const DAY = 86_400_000;

/** What follows a collection: when it happened, and when the company learned of it. */
export interface Aftermath {
  readonly kind: OutcomeKind;
  readonly at: number;
  readonly knownAt: number;
  readonly category?: OutcomeCategory;
  readonly reason_code?: string;
  readonly won?: boolean;
}

/** Shares of honest collections. Reason codes are Visa's dispute conditions. */
const REFUNDED = 0.008;
const honestDisputes = [
  { category: 'not_received', reason_code: '13.1', share: 0.0035 },
  { category: 'not_as_described', reason_code: '13.3', share: 0.002 },
  // "Friendly" fraud: the cardholder pledged and does not remember, or says so.
  { category: 'unrecognised', reason_code: '10.4', share: 0.002 },
  { category: 'duplicate', reason_code: '12.6.1', share: 0.0005 },
] as const;

/** Share of frauds of which the issuer warns before it charges back (Visa's TC40, Mastercard's SAFE reports). */
const WARNED = 0.35;

/**
 * Refunds, disputes and charge-backs after a collection; charge-backs come one to eight weeks after it.
 *
 * @param fraud the chance that a fraud is charged back; undefined for an honest pledge
 */
export function chargeBackOf(random: Random, fraud: number | undefined, collectedAt: number): Aftermath[] {
  if (fraud !== undefined) return fraudulent(random, fraud, collectedAt);
  let place = random.unit();
  if (place < REFUNDED) {
    const at = collectedAt + Math.floor(random.between(1, 40) * DAY);
    return [{ kind: 'refunded', at, knownAt: at }];
  }
  place -= REFUNDED;
  for (const { category, reason_code, share } of honestDisputes) {
    if (place < share) return disputed(random, { category, reason_code }, collectedAt);
    place -= share;
  }
  return [];
}

type Reason = Pick<Aftermath, 'category' | 'reason_code'>;

function disputed(random: Random, reason: Reason, collectedAt: number): Aftermath[] {
  const at = collectedAt + Math.floor(random.between(7, 49) * DAY);
  const dispute = { kind: 'disputed', ...reason, at, knownAt: delayed(random, at) } as const;
  const end = at + Math.floor(random.between(1, 7) * DAY);
  if (random.chance(0.3)) return [{ ...dispute, won: true }];
  return [dispute, { kind: 'charged_back', ...reason, won: false, at: end, knownAt: delayed(random, end) }];
}

function fraudulent(random: Random, share: number, collectedAt: number): Aftermath[] {
  if (!random.chance(share)) return [];
  const reason = { category: 'fraud', reason_code: '10.4' } as const;
  const at = collectedAt + Math.floor((7 + 49 * random.unit() ** 1.6) * DAY);
  const warnedAt = collectedAt + Math.floor(random.between(1, 7) * DAY);
  const warning = { kind: 'issuer_warning', ...reason, at: warnedAt, knownAt: delayed(random, warnedAt) } as const;
  const charge = { kind: 'charged_back', ...reason, won: false, at, knownAt: delayed(random, at) } as const;
  return random.chance(WARNED) ? [warning, charge] : [charge];
}

/** Files of the card networks arrive a day or two later. */
const delayed = (random: Random, at: number): number => at + Math.floor(random.between(0.3, 2) * DAY);
