import type { RefreshCostView, RefreshForecast, RefreshKind } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { signatureOf } from '../aggregate/signature.js';
import type { Experiment } from '../experiment/experiment.js';
import { numberText } from './number-text.js';

/** What a refresh has cost. */
export interface RefreshCost extends RefreshCostView {
  readonly experiment: string;
  readonly refreshedAt: Date;
  readonly signature: string;
  /** Days of data from the start until then. */
  readonly days: number;
}

/** What one refresh may cost; null: no limit. */
export interface RefreshBudget {
  readonly rows: number | null;
  readonly seconds: number | null;
}

interface CostRow {
  readonly experiment_key: string;
  readonly refreshed_at: Date;
  readonly signature: string;
  readonly read: RefreshKind;
  readonly rows_written: number;
  readonly seconds: number;
  readonly days: number;
}

const dayMs = 86_400_000;

/** Of what decides what is read: where it is another one, everything is read anew. */
export const costSignature = ({
  pinnedMetrics,
  pinnedExclusions,
  rebucketedAt,
  reweightedAt,
  enrolmentClosedAt,
}: Experiment): string => signatureOf(pinnedMetrics, pinnedExclusions, rebucketedAt, reweightedAt, enrolmentClosedAt);

export async function insertCost(transaction: Transaction, cost: RefreshCost): Promise<void> {
  await transaction.query('refresh_cost/insert_cost', {
    experiment_key: cost.experiment,
    refreshed_at: cost.refreshedAt,
    signature: cost.signature,
    read: cost.read,
    rows_written: cost.rows,
    seconds: cost.seconds,
    days: cost.days,
  });
}

/** The latest of each kind, of these experiments. */
export async function latestCosts(transaction: Transaction, experiments: readonly string[]): Promise<RefreshCost[]> {
  const rows = await transaction.query<CostRow>('refresh_cost/list_latest', { experiments });
  return rows.map(({ experiment_key, refreshed_at, rows_written, ...row }) => ({
    ...row,
    experiment: experiment_key,
    refreshedAt: refreshed_at,
    rows: rows_written,
  }));
}

/**
 * What the next refresh will take. As much as the last one that went on from the one before; after a reading of everything, a
 * day's share of that for each day since; as much as that once more where what decides what is read has changed meanwhile.
 */
export function forecastOf(
  experiment: Experiment,
  costs: readonly RefreshCost[],
  budget: RefreshBudget,
  now: Date,
): RefreshForecast {
  const own = costs.filter((one) => one.experiment === experiment.key);
  const last = own.toSorted((one, other) => other.refreshedAt.getTime() - one.refreshedAt.getTime())[0];
  const predicted = last === undefined ? null : predictedOf(own, last, costSignature(experiment), now);
  const beyond = predicted === null ? [] : beyondBudget(predicted, budget);
  const view = ({ read, rows, seconds }: RefreshCostView): RefreshCostView => ({ read, rows, seconds });
  return {
    experiment: experiment.key,
    last: last === undefined ? null : { ...view(last), refreshed_at: last.refreshedAt.toISOString() },
    predicted,
    budget,
    within_budget: beyond.length === 0,
    text: textOf(predicted, beyond),
  };
}

function predictedOf(costs: readonly RefreshCost[], last: RefreshCost, signature: string, now: Date): RefreshCostView {
  const of = (read: RefreshKind): RefreshCost | undefined => costs.find((one) => one.read === read);
  const whole = of('whole');
  const changed = of('changed');
  if (last.signature !== signature) {
    const { rows, seconds } = whole ?? last;
    return { read: 'whole', rows, seconds };
  }
  if (changed !== undefined && changed.signature === signature)
    return { read: 'changed', rows: changed.rows, seconds: changed.seconds };
  const since = Math.max(1, (now.getTime() - last.refreshedAt.getTime()) / dayMs);
  const share = Math.min(1, since / Math.max(1, last.days));
  return { read: 'changed', rows: Math.ceil(last.rows * share), seconds: last.seconds * share };
}

/** What is exceeded, with the name of its setting. */
function beyondBudget({ rows, seconds }: RefreshCostView, budget: RefreshBudget): string[] {
  return [
    ...(budget.seconds !== null && seconds > budget.seconds
      ? [`${numberText(budget.seconds)} s (REFRESH_BUDGET_SECONDS)`]
      : []),
    ...(budget.rows !== null && rows > budget.rows ? [`${numberText(budget.rows)} rows (REFRESH_BUDGET_ROWS)`] : []),
  ];
}

function textOf(predicted: RefreshCostView | null, beyond: readonly string[]): string {
  if (predicted === null) return 'It was never read: nobody knows what the first reading takes.';
  const { read, rows, seconds } = predicted;
  const what = read === 'whole' ? 'Everything is read anew' : 'What has changed is read';
  const takes = `${what}: about ${numberText(Math.ceil(seconds))} s and ${numberText(rows)} rows`;
  return beyond.length === 0 ? `${takes}.` : `${takes}, beyond the budget of ${beyond.join(' and ')}.`;
}
