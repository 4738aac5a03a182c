import { tmpdir } from 'node:os';
import { FolderStore } from '#libs/objects';
import { createPool } from '#libs/postgres';
import type { PostgresWarehouse } from '../../libs/warehouse/testing/engines.js';
import { postgresWarehouseAt } from './warehouse.js';

const exposure = (unit: string, variant: string, time: string, over = {}) => ({
  table: 'exposure',
  row: { experiment: 'x', variant, unit, unit_type: 'visitor', time, live: true, ...over },
});
const identity = (visitor_id: string, backer_id: string, over = {}) => ({
  table: 'identity',
  row: { visitor_id, backer_id, linked_at: '2026-01-01', live: true, ...over },
});
const pledge = (pledge_id: string, backer_id: string, base_amount: number, time: string, over = {}) => ({
  table: 'pledge',
  row: { pledge_id, backer_id, project_id: 'j1', base_amount, time, live: true, ...over },
});
const collected = (pledge_id: string, base_amount: number, occurred_at: string, over = {}) => ({
  table: 'pledge_outcome',
  row: {
    pledge_id,
    outcome_id: `o-${pledge_id}-${occurred_at}`,
    kind: 'collected',
    base_amount,
    occurred_at,
    known_at: occurred_at,
    live: true,
    ...over,
  },
});
const event = (time: string, live: boolean) => ({
  table: 'event',
  row: {
    identity: '0'.repeat(32),
    source: 'app',
    name: 'Page View',
    distinct_id: 'v',
    time,
    properties: '{}',
    live,
  },
});

interface HandMadeRow {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** For the experiment `x`, to compute by hand. Started 1 January, paused on the 10th and 11th, enrolment closed 1 February, known until 20 March. */
export const handMadeRows: readonly HandMadeRow[] = [
  // Two pledges, the second exactly seven days after the exposure: too late. What was collected counts.
  exposure('v1', 'control', '2026-01-02'),
  identity('v1', 'b1'),
  pledge('p1', 'b1', 1_000, '2026-01-04'),
  pledge('p2', 'b1', 5_000, '2026-01-09'),
  collected('p1', 1_000, '2026-02-01'),
  collected('p2', 5_000, '2026-02-01'),
  // Linked by a test key only: nobody's.
  exposure('v2', 'control', '2026-01-05'),
  identity('v2', 'b2', { live: false }),
  pledge('p9', 'b2', 900, '2026-01-06'),
  // Its 67 days are not over on 20 March; the collection counts so far.
  exposure('v3', 'control', '2026-01-20'),
  identity('v3', 'b3'),
  pledge('p3', 'b3', 3_000, '2026-01-21'),
  collected('p3', 2_900, '2026-03-01'),
  // Met it before the start, then again: counts from the second time, after its pledge.
  exposure('v4', 'control', '2025-12-31'),
  exposure('v4', 'control', '2026-01-06'),
  identity('v4', 'b4'),
  pledge('p4', 'b4', 500, '2026-01-02'),
  // A pledge at the very moment of the exposure counts; of two, one is collected.
  exposure('t1', 'treatment', '2026-01-03 12:00:00'),
  exposure('t1', 'treatment', '2026-01-04 12:00:00'),
  identity('t1', 'b5'),
  pledge('p5', 'b5', 2_000, '2026-01-03 12:00:00'),
  pledge('p6', 'b5', 4_000, '2026-01-05'),
  collected('p5', 2_000, '2026-01-30'),
  collected('p6', 4_000, '2026-01-30', { kind: 'disputed' }),
  // First in the pause, then at its end: counts from there, after its pledge.
  exposure('t2', 'treatment', '2026-01-11'),
  exposure('t2', 'treatment', '2026-01-12'),
  identity('t2', 'b6'),
  pledge('p7', 'b6', 700, '2026-01-11 12:00:00'),
  // When enrolment closes; with a test key; of another experiment; of another type.
  exposure('t3', 'treatment', '2026-02-01'),
  exposure('t4', 'treatment', '2026-01-07', { live: false }),
  exposure('t6', 'treatment', '2026-01-07', { experiment: 'y' }),
  exposure('t7', 'treatment', '2026-01-07', { unit_type: 'backer' }),
  // A test pledge.
  exposure('t5', 'treatment', '2026-01-07'),
  identity('t5', 'b7'),
  pledge('p8', 'b7', 800, '2026-01-08', { live: false }),
  // Both variants: left out.
  exposure('m1', 'control', '2026-01-02'),
  exposure('m1', 'treatment', '2026-01-03'),
  // The backer that the first visitor became, in the other variant; one who met two as a visitor; and one too late.
  exposure('b1', 'treatment', '2026-01-20', { unit_type: 'backer' }),
  identity('m1', 'b8'),
  exposure('b3', 'treatment', '2026-02-02', { unit_type: 'backer' }),
  event('2026-03-19 23:59:59.999', true),
  event('2026-04-01', false),
];

export function insertion({ table, row }: HandMadeRow): string {
  const whole: HandMadeRow['row'] = { ...row, log_transaction: 1, log_position: 1 };
  const cells = Object.values(whole).map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
  return `INSERT INTO ${table} (${Object.keys(whole).join(', ')}) VALUES (${cells.join(', ')})`;
}

/** PostgreSQL as the warehouse in a test database, with the same rows. */
export async function postgresWarehouse(url: string): Promise<PostgresWarehouse> {
  const warehouse = postgresWarehouseAt(url, new FolderStore(tmpdir()));
  await warehouse.open();
  const apart = new URL(url);
  apart.searchParams.set('options', '-c search_path=warehouse -c timezone=UTC');
  const pool = createPool(apart.href, { max: 1, applicationName: 'test-warehouse' });
  for (const row of handMadeRows) await pool.query(insertion(row));
  await pool.end();
  return warehouse;
}
