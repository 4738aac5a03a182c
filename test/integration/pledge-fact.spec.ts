import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { minorUnitExponent } from '#libs/contracts';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import { engines } from '../support/engines.js';

/** Amount, currency and day of pledges that only the company's table tells of, with what `RateTable` makes of them. */
const conversions = [
  { amount: 1_000, currency: 'EUR', day: '2026-01-31', expected: '2000' },
  { amount: 1_000, currency: 'EUR', day: '2026-02-01', expected: '1250' },
  { amount: 1_000, currency: 'EUR', day: '2025-12-31', expected: null },
  { amount: 500, currency: 'JPY', day: '2026-01-01', expected: '500' },
  { amount: 500, currency: 'KWD', day: '2026-01-01', expected: '200' },
  { amount: 1_234, currency: 'USD', day: '1999-01-01', expected: '1234' },
  { amount: 1, currency: 'HLF', day: '2026-01-01', expected: '1' },
  { amount: 3, currency: 'HLF', day: '2026-01-01', expected: '2' },
  { amount: 5, currency: 'XXX', day: '2026-01-01', expected: null },
];

const rates = [
  ['EUR', '2026-02-01', 0.8],
  ['EUR', '2026-01-01', 0.5],
  ['JPY', '2026-01-01', 100],
  ['KWD', '2026-01-01', 0.25],
  // A unit is worth half a minor unit: halves go away from zero.
  ['HLF', '2026-01-01', 2],
];

describe.each(engines)('one row a pledge, in $name', ({ make }) => {
  let made: WarehouseUnderTest;
  const state = (id: string, columns: string, values: string) =>
    made.rows(
      `INSERT INTO pledge_state (pledge_id, snapshot_on, ${columns}) VALUES ('${id}', '2026-03-01', ${values})`,
    );
  const logged = (id: string, amount: number, currency: string, base: number | null, live = true) =>
    made.rows(
      `INSERT INTO pledge (pledge_id, backer_id, project_id, amount, currency, base_amount, time, ip4, live, log_transaction, log_position) VALUES ('${id}', 'b', 'j', ${amount}, '${currency}', ${base}, '2026-02-10', 7, ${live}, 1, 1)`,
    );
  const assessed = (id: string, revision: number, score: number, amount: number | null = null) =>
    made.rows(
      `INSERT INTO pledge_assessment (pledge_id, revision, risk_score, risk_level, disposition, amount, currency, base_amount, time, origin, live, log_transaction, log_position) VALUES ('${id}', ${revision}, ${score}, 'normal', 'accept', ${amount}, 'EUR', 77, '2026-02-1${revision}', 'live', TRUE, 1, ${revision})`,
    );
  const fact = async (id: string) => {
    const rows = await made.rows(
      `SELECT pledge_id, live, CAST(amount AS VARCHAR) AS amount, currency, CAST(base_amount AS VARCHAR) AS base_amount, CAST(pledged_at AS VARCHAR) AS pledged_at, state, CAST(revision AS VARCHAR) AS revision, CAST(ip4 AS VARCHAR) AS ip4 FROM pledge_fact WHERE pledge_id = '${id}' ORDER BY pledge_fact.live`,
    );
    return rows;
  };

  beforeAll(async () => {
    made = await make();
    await made.warehouse.open();
    for (const [currency, day, per] of rates)
      await made.rows(
        `INSERT INTO rate (currency, day, per_base, snapshot_on) VALUES ('${currency}', '${day}', ${per}, '2026-03-01')`,
      );
  });
  afterAll(async () => {
    await made.warehouse.close();
    await made.close();
  });

  it('takes money and state from the company’s table, risk from the latest assessment, the rest from the log', async () => {
    await logged('p1', 100, 'EUR', 120);
    await assessed('p1', 1, 5, 100);
    await assessed('p1', 2, 80, 100);
    await state('p1', 'amount, currency, state, backer_id', "900, 'EUR', 'collected', 'b9'");
    expect(await fact('p1')).toEqual([
      expect.objectContaining({ amount: '900', base_amount: '1125', state: 'collected', revision: '2', ip4: '7' }),
    ]);
    expect((await fact('p1'))[0]?.pledged_at).toMatch(/^2026-02-10/);
  });

  it('keeps the base amount that was fixed when the pledge was made, while its money is the same', async () => {
    await logged('p2', 100, 'EUR', 120);
    await state('p2', 'amount, currency', "100, 'EUR'");
    expect(await fact('p2')).toEqual([expect.objectContaining({ base_amount: '120' })]);
  });

  it('tells of a pledge that was only scored, and of one that only a test key made', async () => {
    await assessed('p3', 1, 5, 60);
    expect(await fact('p3')).toEqual([expect.objectContaining({ amount: '60', currency: 'EUR', base_amount: '77' })]);
    await logged('p4', 5, 'USD', 5, false);
    await logged('p4', 6, 'USD', 6, true);
    expect((await fact('p4')).map(({ amount }) => amount)).toEqual(['5', '6']);
  });

  it.each(conversions)('makes $expected of $amount $currency on $day', async ({ amount, currency, day, expected }) => {
    const id = `${currency}-${amount}-${day}`;
    await state(id, 'amount, currency, pledged_at', `${amount}, '${currency}', '${day} 12:00:00'`);
    expect(await fact(id)).toEqual([expect.objectContaining({ base_amount: expected })]);
  });

  it('knows the minor units of every currency that scoring knows', async () => {
    const rows = await made.rows('SELECT currency, CAST(minor_units AS VARCHAR) AS minor_units FROM currency');
    expect(rows.length).toBeGreaterThan(20);
    for (const { currency, minor_units } of rows)
      expect(Number(minor_units)).toBe(10 ** minorUnitExponent(currency ?? ''));
  });
});
