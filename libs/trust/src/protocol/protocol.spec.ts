import { describe, expect, it } from '@jest/globals';
import { numberOf } from '#libs/boosting';
import { deriveFeatures, featuresByName, velocityValues, type Observation } from '#libs/scoring';
import type { CardPayment } from './card-payments.js';
import { leaks } from '../../testing/leaks.js';
import { PaymentMemory } from './payment-memory.js';

const day = 86_400;
const delay = 7 * day;
/** Whole microseconds, as observations have them. */
const us = 1_000_000;

/** A few customers and terminals over sixty days; of each terminal's payments those of some days are frauds. */
const payments: readonly CardPayment[] = Array.from({ length: 900 }, (_, row) => ({
  time: 1_500_000_000 + row * 5_760 + (row % 7),
  customer: (row * 7) % 5,
  terminal: (row * 11) % 6,
  amount: 1_000 + ((row * 137) % 9_000),
  isFraud: (row * 11) % 6 === 2 && row % 200 > 120,
}));

/** By the contract of velocity features: payments are pledges, a label is known, and has its time, when the delay is over. */
function byContract(upTo: number): Readonly<Record<string, unknown>> {
  const now = payments[upTo];
  if (now === undefined) throw new Error('There is no such payment.');
  const shared = (payment: CardPayment) => ({
    backer: String(payment.customer),
    project: String(payment.terminal),
    pledgeId: String(payment.time),
  });
  const observations = payments.slice(0, upTo).flatMap((payment): Observation[] => {
    const [at, known] = [payment.time * us, (payment.time + delay) * us];
    const pledge = {
      ...shared(payment),
      kind: 'pledge',
      occurredAt: at,
      observedAt: at,
      amount: payment.amount,
    } as const;
    if (!payment.isFraud) return [pledge];
    const label = { ...shared(payment), kind: 'label', category: 'fraud', amount: 0 } as const;
    return [pledge, { ...label, occurredAt: known, observedAt: known }];
  });
  const at = now.time * us;
  const velocity = velocityValues(observations, { ...shared(now), windowEnd: at, stamp: at });
  return deriveFeatures({ baseAmount: now.amount, currency: 'USD', pledgedAt: now.time * 1_000 }, velocity);
}

describe('PaymentMemory', () => {
  it('has the values of live scoring where it has its features', () => {
    const memory = new PaymentMemory(delay);
    let compared = 0;
    for (const [row, payment] of payments.entries()) {
      const features = memory.next(payment);
      if (row % 30 !== 29) continue;
      const expected = byContract(row);
      for (const [name, value] of Object.entries(features).filter(([name]) => featuresByName.has(name))) {
        const other = expected[name] as number | undefined;
        if (value === undefined) expect([row, name, other]).toEqual([row, name, undefined]);
        else expect([row, name, other]).toEqual([row, name, expect.closeTo(numberOf(value), 9)]);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(300);
  });

  it('knows how long the known payments of a terminal have been frauds', () => {
    const memory = new PaymentMemory(delay);
    const at = (days: number, isFraud: boolean): CardPayment => ({
      time: 1_500_000_000 + days * day,
      customer: 1,
      terminal: 2,
      amount: 100,
      isFraud,
    });
    const [, , , , last] = [at(0, false), at(1, true), at(2, true), at(3, false), at(9.5, false)].map((one) =>
      memory.next(one),
    );
    // The label of the third day is known on the tenth only; of the first two frauds the earlier is 8.5 days old.
    expect(last).toMatchObject({
      project_last_label: true,
      project_fraud_run: 2,
      project_fraud_run_seconds: 8.5 * day,
      project_seconds_since_fraud: 0.5 * day,
      project_frauds_24h: 1,
      project_frauds_7d: 2,
    });
  });
});

describe('the leak tripwire', () => {
  const at = payments[600]?.time ?? NaN;
  const swap = (count: number): number[] => Array.from({ length: count }, (_, place) => (place * 7 + 3) % count);

  it('finds no feature that changes with what nobody could know', () => {
    expect(leaks(payments, at, delay, { fresh: () => new PaymentMemory(delay), swap })).toEqual([]);
  });

  it('catches a label that is used before it is known', () => {
    const planted = leaks(payments, at, delay, { fresh: () => new PaymentMemory(0), swap });
    expect(planted).toEqual(
      expect.arrayContaining(['project_frauds_30d', 'project_fraud_share_30d', 'project_last_label']),
    );
    expect(planted).not.toContain('project_pledges_30d');
    // One second too early is caught as well, where a payment is near.
    const near = (seconds: number) => ({ fresh: () => new PaymentMemory(delay - seconds), swap });
    expect(leaks(payments, at, delay, near(day))).not.toEqual([]);
  });

  it('catches a feature that looks at the whole file', () => {
    const encoded = (all: readonly CardPayment[]) => {
      const memory = new PaymentMemory(delay);
      const later = new Map<number, number>();
      for (const { terminal, amount } of all) later.set(terminal, (later.get(terminal) ?? 0) + amount);
      return {
        next: (payment: CardPayment) => ({ ...memory.next(payment), planted: later.get(payment.terminal) }),
      };
    };
    expect(leaks(payments, at, delay, { fresh: encoded, swap })).toEqual(['planted']);
  });
});
