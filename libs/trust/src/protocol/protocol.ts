import {
  defaultTraining,
  numberOf,
  numericBinning,
  scoreTable,
  TableBuilder,
  type Feature,
  type Table,
} from '#libs/boosting';
import type { ModelMetrics } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { featuresByName } from '#libs/scoring';
import { judgeScores } from '../model/model-metrics.js';
import { trainInThreads, type TrainingRun } from '../model/train-in-threads.js';
import type { CardPayment } from './card-payments.js';
import { PaymentMemory } from './payment-memory.js';

const daySeconds = 86_400;
const week = 7;
const bins = 254;

/** Which features are learnt from: those that live scoring has, or what a company could keep beside them too. */
export type ProtocolFeatures = 'live' | 'all';

export interface ProtocolOptions {
  readonly trainDays: number;
  readonly features: ProtocolFeatures;
  readonly seed: number;
  /** Before the last week so many others are left out: 0 tests on the last one. */
  readonly weeksBack: number;
}

/** What a test week said. */
export interface ProtocolFigures {
  /** RFC 3339 date of its first day. */
  readonly tested_from: string;
  readonly trained: number;
  readonly tested: number;
  readonly tested_frauds: number;
  readonly metrics: ModelMetrics;
}

/**
 * The protocol of the Fraud Detection Handbook (Le Borgne, Siblini, Lebichot & Bontempi, 2022, 5.3): train on some days,
 * let a week go by in which the labels become known, test on the week after it, without the customers that were known as
 * defrauded by then. Which those are does not depend on how many days are learnt from: they are those of the last week
 * that is, and, day by day, those of the day whose labels have just become known.
 */
export class Protocol {
  private readonly columns = new Map<string, Float64Array>();
  private readonly firstDay: number;
  private readonly lastDay: number;

  /** @throws VerdictError `invalid` without payments */
  constructor(private readonly payments: readonly CardPayment[]) {
    const [first, last] = [payments[0], payments.at(-1)];
    if (first === undefined || last === undefined) throw invalid('There are no payments in this file.');
    [this.firstDay, this.lastDay] = [dayOf(first), dayOf(last)];
    const memory = new PaymentMemory(week * daySeconds);
    for (const [row, payment] of payments.entries())
      for (const [name, value] of Object.entries(memory.next(payment))) this.column(name)[row] = numberOf(value);
  }

  private column(name: string): Float64Array {
    const column = this.columns.get(name) ?? new Float64Array(this.payments.length).fill(NaN);
    this.columns.set(name, column);
    return column;
  }

  /** @throws VerdictError `invalid` where the file has too few days */
  async run({ trainDays, features, seed, weeksBack }: ProtocolOptions, run: TrainingRun): Promise<ProtocolFigures> {
    const testDay = this.lastDay + 1 - week * (1 + weeksBack);
    const learntUntil = testDay - week;
    if (learntUntil - trainDays < this.firstDay) throw invalid(`The file has no ${trainDays} days before that week's.`);
    const learnt = this.between(learntUntil - trainDays, learntUntil);
    const bound = this.binned(features, learnt);
    const table = this.table(bound, learnt);
    const machine = await trainInThreads(table, { ...defaultTraining, seed }, run);
    const tested = this.tested(testDay);
    const testTable = this.table(bound, tested);
    const { metrics } = judgeScores({
      logOdds: scoreTable(machine, testTable),
      labels: testTable.labels,
      ends: tested.map((row) => this.at(row).time * 1e6),
      cards: tested.map((row) => String(this.at(row).customer)),
    });
    return {
      tested_from: new Date(testDay * daySeconds * 1_000).toISOString().slice(0, 10),
      trained: learnt.length,
      tested: tested.length,
      tested_frauds: tested.filter((row) => this.at(row).isFraud).length,
      metrics,
    };
  }

  private at(row: number): CardPayment {
    const payment = this.payments[row];
    if (payment === undefined) throw new RangeError(`there is no payment ${row}`);
    return payment;
  }

  /** Rows of days, half-open. */
  private between(from: number, until: number): number[] {
    const rows: number[] = [];
    for (const [row, payment] of this.payments.entries())
      if (dayOf(payment) >= from && dayOf(payment) < until) rows.push(row);
    return rows;
  }

  private tested(testDay: number): number[] {
    const defrauded = new Set<number>();
    const note = (from: number, until: number): void => {
      for (const row of this.between(from, until)) if (this.at(row).isFraud) defrauded.add(this.at(row).customer);
    };
    note(testDay - 2 * week, testDay - week);
    const rows: number[] = [];
    for (let day = testDay; day < testDay + week; day++) {
      note(day - week - 1, day - week);
      rows.push(...this.between(day, day + 1).filter((row) => !defrauded.has(this.at(row).customer)));
    }
    return rows;
  }

  private binned(wanted: ProtocolFeatures, learnt: readonly number[]): Feature[] {
    return [...this.columns]
      .filter(([name]) => wanted === 'all' || featuresByName.has(name))
      .map(([name, column]) => ({
        name,
        binning: numericBinning(
          learnt.map((row) => column[row] ?? NaN),
          bins,
        ),
      }));
  }

  private table(features: readonly Feature[], rows: readonly number[]): Table {
    const builder = new TableBuilder(features, rows.length);
    const columns = features.map(({ name }) => this.column(name));
    for (const row of rows) builder.add((at) => columns[at]?.[row], this.at(row).isFraud);
    return builder.build();
  }
}

const dayOf = ({ time }: CardPayment): number => Math.floor(time / daySeconds);
