import type { FeatureValues } from '#libs/scoring';
import type { CardPayment } from '../src/protocol/card-payments.js';

/** Anything that gives payments their features in the order of time. */
export interface Features {
  next(payment: CardPayment): FeatureValues;
}

/**
 * The tripwire: names of the features, of payments before `at`, that change when only what nobody could know then is changed:
 * the labels whose delay was not over at the payment that is looked at are turned round, and what comes later is
 * shuffled, column by column. An honest feature is not among them.
 *
 * @param seconds the label's delay
 * @param fresh makes them anew, with all payments at hand: one that looks at later ones is caught
 * @param swap which of the later payments takes another one's place: (number of them) → their new order
 */
export function leaks(
  payments: readonly CardPayment[],
  at: number,
  seconds: number,
  {
    fresh,
    swap,
  }: { readonly fresh: (all: readonly CardPayment[]) => Features; readonly swap: (count: number) => readonly number[] },
): string[] {
  const before = payments.filter(({ time }) => time < at);
  const after = payments.filter(({ time }) => time >= at);
  const order = swap(after.length);
  // Each column in another order: a whole payment that only moves would leave the sums as they are.
  const from = (place: number): CardPayment | undefined => after[order[place % after.length] ?? place];
  const shuffled = after.map((payment, place) => ({
    time: payment.time,
    customer: (from(place) ?? payment).customer,
    terminal: (from(place + 1) ?? payment).terminal,
    amount: (from(place + 2) ?? payment).amount,
    isFraud: (from(place + 3) ?? payment).isFraud,
  }));
  const changed = new Set<string>();
  const turned = [...before.map((payment) => turnedRound(payment, at, seconds)), ...shuffled];
  const [one, other] = [fresh(payments), fresh(turned)];
  for (const [place, payment] of before.entries()) {
    const twin = turned[place] ?? payment;
    const [seen, unseen] = [one.next(payment), other.next(twin)];
    for (const name of new Set([...Object.keys(seen), ...Object.keys(unseen)]))
      if (!Object.is(seen[name], unseen[name])) changed.add(name);
  }
  return [...changed].toSorted();
}

const turnedRound = (payment: CardPayment, at: number, seconds: number): CardPayment =>
  payment.time + seconds >= at ? { ...payment, isFraud: !payment.isFraud } : payment;
