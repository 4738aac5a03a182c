/** What a pledge turned out to be, by some time; null: nobody can say. */
export type BacktestLabel = 'fraud' | 'good' | null;

/** A pledge as a backtest counts it. Money is integer minor units of the company's currency. */
export interface CountedPledge {
  readonly money: number;
  /** By what was known at the end of the period … */
  readonly known_then: BacktestLabel;
  /** … and by what is known as of the backtest. */
  readonly known_now: BacktestLabel;
}

export interface LabelSums {
  fraud: number;
  good: number;
  fraud_money: number;
  good_money: number;
}

/** Pledges and their money; all integers, so that parts add up to the same whole in any order. */
export interface Sums {
  pledges: number;
  money: number;
  known_then: LabelSums;
  known_now: LabelSums;
}

const noLabels = (): LabelSums => ({ fraud: 0, good: 0, fraud_money: 0, good_money: 0 });

export const noSums = (): Sums => ({ pledges: 0, money: 0, known_then: noLabels(), known_now: noLabels() });

export function addPledge(sums: Sums, { money, known_then, known_now }: CountedPledge): void {
  sums.pledges += 1;
  sums.money += money;
  addLabel(sums.known_then, known_then, money);
  addLabel(sums.known_now, known_now, money);
}

function addLabel(sums: LabelSums, label: BacktestLabel, money: number): void {
  if (label === 'fraud') {
    sums.fraud += 1;
    sums.fraud_money += money;
  } else if (label === 'good') {
    sums.good += 1;
    sums.good_money += money;
  }
}

interface Counts {
  [name: string]: number | Counts;
}

/** Adds all that one count has to another of the same shape; what that lacks begins with it. */
export function addCounts(into: object, more: object): void {
  const counts = into as Counts;
  for (const [name, value] of Object.entries(more as Counts)) {
    const own = counts[name];
    if (typeof value === 'number') counts[name] = (typeof own === 'number' ? own : 0) + value;
    else if (typeof own === 'object') addCounts(own, value);
    else counts[name] = structuredClone(value);
  }
}
