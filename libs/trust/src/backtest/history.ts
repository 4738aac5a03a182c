import type { Database } from '#libs/postgres';
import type { BacktestLabel, BacktestPledge, FeatureValues, ListHit } from '#libs/scoring';
import type { ListIndex } from '../list/list-index.js';
import type { SnoozeIndex } from '../configuration/snooze-index.js';

/** From collection until a pledge counts as good: charge-backs come within these (docs/guides/risk.md). */
export const labelDays = 120;

/** A page of history (sql/postgres/backtest/list_pledges.sql). */
export interface HistoryRow {
  readonly id: string;
  readonly occurred_at: string;
  readonly features: FeatureValues;
  readonly lists: readonly ListHit[] | null;
  readonly snoozed: readonly string[] | null;
  readonly degraded: readonly string[];
  readonly late: boolean;
  readonly base_amount: number | null;
  readonly card: string | null;
  readonly ip: string | null;
  readonly device: string | null;
  readonly email: string | null;
  readonly backer: string | null;
  readonly project: string;
  readonly label_then: string | null;
  readonly label_now: string | null;
  readonly aged_then: boolean | null;
  readonly aged_now: boolean | null;
  /** False where no revision of it was there yet. */
  readonly known: boolean;
}

export interface Period {
  readonly from: string;
  readonly to: string;
  readonly as_of: string;
}

/** A place in the order of (time, id). */
export interface HistoryPosition {
  readonly time: string;
  readonly id: string;
}

/** Pledges after one place, up to another and with it. */
export interface HistorySlice {
  readonly after: HistoryPosition;
  readonly until: HistoryPosition;
}

export const beginning: HistoryPosition = { time: '-infinity', id: '00000000-0000-0000-0000-000000000000' };
const end: HistoryPosition = { time: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** What follows a place, in slices of so many pledges; the last has the rest. */
export async function slicesAfter(
  database: Database,
  { from, to }: Period,
  after: HistoryPosition,
  slice_rows: number,
): Promise<HistorySlice[]> {
  const bounds = await database.query<HistoryPosition>('backtest/list_bounds', {
    from_time: from,
    to_time: to,
    after_time: after.time,
    after_id: after.id,
    slice_rows,
  });
  return [...bounds, end].map((until, index) => ({ after: bounds[index - 1] ?? after, until }));
}

export const readPledges = (
  database: Database,
  { from, to, as_of }: Period,
  { after, until }: HistorySlice,
  row_limit: number,
): Promise<HistoryRow[]> =>
  database.query<HistoryRow>('backtest/list_pledges', {
    from_time: from,
    to_time: to,
    as_of,
    after_time: after.time,
    after_id: after.id,
    until_time: until.time,
    until_id: until.id,
    label_days: labelDays,
    row_limit,
  });

/** Entries and snoozes of now, where a backtest is asked to judge by them. */
export interface PresentLists {
  readonly lists: ListIndex;
  readonly snoozes: SnoozeIndex;
  readonly nowMs: number;
}

/** @param present without it, what lists and snoozes said when the pledge was scored */
export function historicPledge(row: HistoryRow, present?: PresentLists): BacktestPledge {
  return {
    // What is stored is known: none of them is null.
    features: row.features,
    money: row.base_amount ?? 0,
    known_then: labelOf(row.label_then, row.aged_then),
    known_now: labelOf(row.label_now, row.aged_now),
    degraded: row.degraded.includes('velocity'),
    isLate: row.late,
    ...(present === undefined ? { lists: row.lists ?? [], snoozed: row.snoozed ?? [] } : presentOf(row, present)),
  };
}

function presentOf(row: HistoryRow, { lists, snoozes, nowMs }: PresentLists) {
  const listed = {
    ip: row.ip ?? undefined,
    email: row.email ?? undefined,
    domain: row.email?.slice(row.email.lastIndexOf('@') + 1),
    card: row.card ?? undefined,
    device: row.device ?? undefined,
    backer: row.backer ?? undefined,
    project: row.project,
  };
  return { lists: lists.hits(listed, nowMs), snoozed: snoozes.silenced(listed, nowMs) };
}

function labelOf(label: string | null, aged: boolean | null): BacktestLabel {
  if (label === 'not_fraud') return 'good';
  if (label !== null) return 'fraud';
  return aged === true ? 'good' : null;
}
