import type { FeatureValues } from '#libs/scoring';
import type { CardPayment } from './card-payments.js';

const hour = 3_600;
const day = 24 * hour;
const leastForShape = 3;
const smoothing = 10;

/** Payments of one customer or terminal in the order of time, as far as they are known. */
class History {
  readonly times: number[] = [];
  readonly amounts: number[] = [];

  add(time: number, amount: number): void {
    this.times.push(time);
    this.amounts.push(amount);
  }

  /** The place of the first that is not earlier. */
  from(time: number): number {
    let [low, high] = [0, this.times.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] ?? NaN) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  count(from: number): number {
    return this.times.length - this.from(from);
  }
}

/** What is known of one customer or terminal: its payments at once, its labels when they come. */
class Known {
  readonly payments = new History();
  /** By the times at which they became known. */
  readonly frauds = new History();
  /** Payments whose label is known, fraud or not: how many of the last were frauds, and since when. */
  lastLabel: boolean | undefined;
  run = 0;
  runBegan = NaN;

  learn(payment: CardPayment, knownAt: number): void {
    this.lastLabel = payment.isFraud;
    if (!payment.isFraud) {
      this.run = 0;
      this.runBegan = NaN;
      return;
    }
    this.frauds.add(knownAt, 0);
    if (this.run === 0) this.runBegan = payment.time;
    this.run += 1;
  }
}

/**
 * Features of card payments, one after the other, by the definitions of the catalogue where their names are in it. It holds
 * only what has been: a payment's label comes to it when the delay is over, whatever comes with the payment.
 */
export class PaymentMemory {
  private readonly customers = new Map<number, Known>();
  private readonly terminals = new Map<number, Known>();
  private readonly waiting: CardPayment[] = [];
  private learnt = 0;

  /** @param labelDelay seconds after its payment at which a label is known */
  constructor(private readonly labelDelay: number) {}

  /** The payment's features, by what was known just before it; then it is known itself. Payments come in the order of time. */
  next(payment: CardPayment): FeatureValues {
    this.learn(payment.time);
    const customer = knownOf(this.customers, payment.customer);
    const terminal = knownOf(this.terminals, payment.terminal);
    // No object that begins with a spread: it is built far slower.
    const features = Object.assign(customerFeatures(payment, customer), terminalFeatures(payment, terminal));
    customer.payments.add(payment.time, payment.amount);
    terminal.payments.add(payment.time, payment.amount);
    this.waiting.push(payment);
    return features;
  }

  private learn(now: number): void {
    for (;;) {
      const payment = this.waiting[this.learnt];
      if (payment === undefined || payment.time + this.labelDelay >= now) return;
      this.learnt += 1;
      const knownAt = payment.time + this.labelDelay;
      knownOf(this.customers, payment.customer).learn(payment, knownAt);
      knownOf(this.terminals, payment.terminal).learn(payment, knownAt);
    }
  }
}

function knownOf(all: Map<number, Known>, id: number): Known {
  const known = all.get(id) ?? new Known();
  all.set(id, known);
  return known;
}

function customerFeatures({ time, amount }: CardPayment, { payments, frauds }: Known): FeatureValues {
  const month = payments.amounts.slice(payments.from(time - 30 * day));
  const sum = sumOf(month);
  const last = payments.times.at(-1);
  return {
    base_amount: amount,
    backer_pledges_24h: payments.count(time - day),
    backer_pledges_7d: payments.count(time - 7 * day),
    backer_pledges_30d: month.length,
    backer_amount_24h: sumOf(payments.amounts.slice(payments.from(time - day))),
    backer_amount_30d: sum,
    backer_seconds_since_pledge: month.length === 0 || last === undefined ? undefined : time - last,
    amount_to_backer_mean: month.length < leastForShape || sum <= 0 ? undefined : (amount * month.length) / sum,
    backer_frauds_30d: frauds.count(time - 30 * day),
    ...amountShape(amount, month),
  };
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** The amount against the customer's own of the last 30 days: a mean that one large payment has moved hides the next. */
function amountShape(amount: number, month: readonly number[]): FeatureValues {
  if (month.length < leastForShape) return {};
  const sorted = month.toSorted((left, right) => left - right);
  const median = sorted[sorted.length >> 1] ?? NaN;
  const mean = sumOf(month) / month.length;
  const variance = month.reduce((sum, one) => sum + (one - mean) ** 2, 0) / month.length;
  return {
    amount_to_backer_median: median > 0 ? amount / median : undefined,
    amount_to_backer_maximum: amount / Math.max(sorted.at(-1) ?? NaN, 1),
    amount_to_backer_deviation: (amount - mean) / Math.sqrt(variance + 1),
  };
}

function terminalFeatures({ time }: CardPayment, known: Known): FeatureValues {
  const { payments, frauds } = known;
  const [pledges, labelled] = [payments.count(time - 30 * day), frauds.count(time - 30 * day)];
  const last = frauds.times.at(-1);
  return {
    project_pledges_24h: payments.count(time - day),
    project_pledges_7d: payments.count(time - 7 * day),
    project_pledges_30d: pledges,
    project_frauds_24h: frauds.count(time - day),
    project_frauds_7d: frauds.count(time - 7 * day),
    project_frauds_30d: labelled,
    project_fraud_share_30d: labelled / (Math.max(pledges, labelled) + smoothing),
    project_seconds_since_fraud: last === undefined || last < time - 30 * day ? undefined : time - last,
    project_last_label: known.lastLabel,
    project_fraud_run: known.run,
    project_fraud_run_seconds: known.run === 0 ? undefined : time - known.runBegan,
  };
}
