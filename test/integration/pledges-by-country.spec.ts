import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BackfillHandler } from '#libs/analytics';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import { engines } from '../support/engines.js';

const address = 0x51020007;
const bucket = 0x51020000;
const elsewhere = 0x5db8d822;

/** Of version 1 until 10 March, of version 2 after it: the first address moves from GB to US; the other kind knows networks. */
const geography = [
  `INSERT INTO geo_load VALUES
    (1, 'city', 'Test-City', '2026-01-01', '2026-01-01', 65536, '2026-01-01'),
    (2, 'city', 'Test-City', '2026-03-10', '2026-03-10', 65536, '2026-03-10'),
    (3, 'asn', 'Test-ASN', '2026-01-01', '2026-01-01', 65536, '2026-01-01')`,
  `INSERT INTO geo_ipv4 VALUES
    (1, ${bucket}, ${address - 7}, ${address + 100}, 1),
    (2, ${bucket}, ${address - 7}, ${address + 100}, 1),
    (3, ${bucket}, ${address - 7}, ${address + 100}, 1)`,
  `INSERT INTO geo_fact (geo_version, fact, country, asn) VALUES (1, 1, 'GB', NULL), (2, 1, 'US', NULL), (3, 1, NULL, 64496)`,
];

const pledge = (id: string, backer: string, amount: number, time: string, ip: number | null) =>
  `INSERT INTO pledge (pledge_id, backer_id, project_id, amount, currency, base_amount, time, ip4, live, log_transaction, log_position)
   VALUES ('${id}', '${backer}', 'j1', ${amount}, 'USD', ${amount}, '${time}', ${ip}, ${backer !== 'tester'}, 1, 1)`;
const collected = (id: string, amount: number | null, kind = 'collected') =>
  `INSERT INTO pledge_outcome (pledge_id, outcome_id, kind, base_amount, occurred_at, known_at, live, log_transaction, log_position)
   VALUES ('${id}', 'o-${id}', '${kind}', ${amount}, '2026-04-20', '2026-04-20', TRUE, 1, 1)`;

describe.each(engines)('pledges by country, in $name', ({ make }) => {
  let made: WarehouseUnderTest;
  beforeAll(async () => {
    made = await make();
    await made.warehouse.open();
    const rows = [
      ...geography,
      pledge('p1', 'b1', 1_000, '2026-03-09 23:59:59.999', address),
      pledge('p2', 'b1', 2_000, '2026-03-09 00:00:00', address),
      pledge('p3', 'b2', 4_000, '2026-03-09 12:00:00', elsewhere),
      pledge('p4', 'b3', 5_000, '2026-03-10 00:00:00', address),
      pledge('p5', 'b4', 7_000, '2026-03-10 12:00:00', null),
      pledge('p6', 'tester', 9_000, '2026-03-10 12:00:00', address),
      pledge('p7', 'b6', 9_000, '2026-04-01 00:00:00', address),
      collected('p1', 900),
      collected('p3', null),
      collected('p4', 5_000, 'disputed'),
    ];
    for (const sql of rows) await made.rows(sql);
    await made.warehouse.query('geo/insert_validity');
  });
  afterAll(async () => {
    await made.warehouse.close();
    await made.close();
  });

  const backfill = (saved: unknown = null): Promise<object> =>
    new BackfillHandler(made.warehouse).run(
      { table: 'pledge_country_day', from: '2026-02-01', to: '2026-03-31' },
      {
        signal: new AbortController().signal,
        saved,
        progress: () => undefined,
        checkpoint: () => Promise.resolve(),
      },
    );
  const counted = async (): Promise<unknown[][]> => {
    const days = { from_day: '2026-02-01', until_day: '2026-05-01' };
    const { rows } = await made.warehouse.query<Record<string, unknown>>('pledge_country/list_days', days);
    return rows.map((row) => Object.values(row));
  };

  it('are from where their address was when they were made', async () => {
    await backfill();
    expect(await counted()).toEqual([
      ['2026-03-09', 'GB', 2, 1, '3000', 1, '900'],
      ['2026-03-09', null, 1, 1, '4000', 1, '4000'],
      ['2026-03-10', 'US', 1, 1, '5000', 0, '0'],
      ['2026-03-10', null, 1, 1, '7000', 0, '0'],
    ]);
  });

  it('are the same when the work is repeated or goes on', async () => {
    const once = await counted();
    await backfill({ next: '2026-03-04' });
    await backfill();
    expect(await counted()).toEqual(once);
  });
});
