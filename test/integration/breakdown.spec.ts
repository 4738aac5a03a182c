import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExperimentRepository, WarehouseReader, type PinnedFact } from '#libs/experimentation';
import { createPool } from '#libs/postgres';
import type { Warehouse } from '#libs/warehouse';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { experimentService } from '../support/experiments.js';
import { handMadeRows, insertion, postgresWarehouse } from '../support/hand-made-warehouse.js';
import { nothingElse, readyPinned } from '../support/pinned.js';
import { TestClock } from '../support/pipeline.js';
import { duckDbAt, warehouseCatalogue } from '../support/warehouse.js';

const analyst = { kind: 'person', id: '1', name: 'Ada', scopes: [], live: true } as const;

const seen = (distinct_id: string, time: string, device: string) => ({
  table: 'event',
  row: {
    identity: `${distinct_id}${time}`.padEnd(32, '0').slice(0, 32),
    source: 'app',
    name: 'Seen',
    distinct_id,
    time,
    properties: `{"device": "${device}"}`,
    live: true,
  },
});

const crowd = Array.from({ length: 44 }, (_, index) => index);

const furtherRows = [
  // The last word until the exposure counts, and that of its very moment.
  seen('v1', '2026-01-01 10:00:00', 'phone'),
  seen('v1', '2026-01-02', 'desktop'),
  seen('v1', '2026-01-03', 'tablet'),
  seen('v3', '2026-01-10', 'phone'),
  // By the backer that the visitor became; of both ids the later word.
  seen('b4', '2026-01-05', 'phone'),
  seen('t1', '2026-01-01', 'phone'),
  seen('b5', '2026-01-02', 'desktop'),
  // After its exposure.
  seen('t2', '2026-01-13', 'desktop'),
  // Two variants: left out.
  seen('m1', '2026-01-01', 'desktop'),
  // Each level twice, once in each variant: l20 and l21 are beyond the twenty.
  ...crowd.flatMap((index) => {
    const unit = `c${index}`;
    const variant = index % 2 === 0 ? 'control' : 'treatment';
    const exposed = { experiment: 'crowd', variant, unit, unit_type: 'visitor', time: '2026-01-05', live: true };
    const level = `l${String(index >> 1).padStart(2, '0')}`;
    return [{ table: 'exposure', row: exposed }, seen(unit, '2026-01-04', level)];
  }),
];

const device: PinnedFact = {
  key: 'device',
  version: 1,
  sql: `SELECT
  CASE WHEN event.distinct_id NOT LIKE 'b%' THEN event.distinct_id END AS visitor_id,
  CASE WHEN event.distinct_id LIKE 'b%' THEN event.distinct_id END AS backer_id,
  event.time AS time,
  json_extract_path_text(event.properties, 'device') AS device,
  json_extract_path_text(event.properties, 'device') = 'phone' AS is_phone,
  CAST(LENGTH(json_extract_path_text(event.properties, 'device')) AS BIGINT) AS letters,
  CAST(event.time AS DATE) AS day
FROM event
WHERE event.name = 'Seen'`,
  scale: 0,
  columns: [
    { name: 'visitor_id', type: 'text' },
    { name: 'backer_id', type: 'text' },
    { name: 'time', type: 'timestamp' },
    { name: 'device', type: 'text' },
    { name: 'is_phone', type: 'boolean' },
    { name: 'letters', type: 'integer' },
    { name: 'day', type: 'date' },
  ],
};

describe.each(['duckdb', 'postgres'])('effects by level on %s', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-levels-'));
  const metrics = readyPinned(['pledge_conversion', 'charge_back_rate']);
  const asked = { refreshedAt: new Date('2026-04-10T00:00:00Z'), commit: '', signal: new AbortController().signal };
  let postgres: TestDatabase;
  let warehouse: Warehouse;
  const found = async (key: string, column: string, fact = device) => {
    const experiment = await new ExperimentRepository(postgres.database).find(key);
    if (experiment === undefined) throw new Error('No experiment.');
    const reader = new WarehouseReader(warehouse, warehouseCatalogue, nothingElse);
    const { reading } = await reader.read(experiment, metrics, asked);
    return { reading, ...(await reader.levels(experiment, metrics, { fact, column }, asked)) };
  };
  /** Of the first line: each level with units and Σy of control and treatment. */
  const levels = async (key: string, column: string) => {
    const { found: answer } = await found(key, column);
    return answer.lines[0]?.levels.map(({ kind, level, variants }) => [
      level ?? kind,
      ...variants.map(({ units, total }) => [units, total]),
    ]);
  };

  beforeAll(async () => {
    postgres = await testDatabase();
    if (name === 'duckdb') {
      const duck = duckDbAt(join(folder, 'w.duckdb'));
      await duck.open();
      const connection = await duck.connect();
      for (const row of [...handMadeRows, ...furtherRows]) await connection.run(insertion(row));
      connection.disconnectSync();
      warehouse = duck;
    } else {
      warehouse = await postgresWarehouse(postgres.url);
      const apart = new URL(postgres.url);
      apart.searchParams.set('options', '-c search_path=warehouse -c timezone=UTC');
      const pool = createPool(apart.href, { max: 1, applicationName: 'test-levels' });
      for (const row of furtherRows) await pool.query(insertion(row));
      await pool.end();
    }
    const variants = ['control', 'treatment'].map((key) => ({ key, weight: 0.5 }));
    const service = experimentService(postgres.database, new TestClock(Date.parse('2026-01-01T00:00:00Z')));
    for (const key of ['x', 'crowd']) {
      const plain = { hypothesis: 'It helps.', unit: 'visitor', variants, baseline: 'control', coverage: 1 } as const;
      await service.create({ key, ...plain, metrics: ['pledge_conversion'] }, analyst);
      await service.act(key, 'start', {}, analyst);
    }
  });
  afterAll(async () => {
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
    await postgres.close();
  });

  it('are by what was known at the first exposure, whichever id knew it', async () => {
    // By hand: v1 and t1 desktop, v3 and v4 phone; nothing was known of v2, t2 and t5. Without the pause t3 counts too, and
    // t2 met it before its pledge.
    expect(await levels('x', 'device')).toEqual([
      ['desktop', [1, '1'], [1, '1']],
      ['phone', [2, '1'], [0, '0']],
      ['unknown', [1, '0'], [3, '1']],
    ]);
  });

  it('take texts, truths, whole numbers and days, written alike everywhere', async () => {
    const names = async (column: string) => (await levels('x', column))?.map(([level]) => level);
    expect(await names('is_phone')).toEqual(['false', 'true', 'unknown']);
    expect(await names('letters')).toEqual(['5', '7', 'unknown']);
    expect(await names('day')).toEqual(['2026-01-02', '2026-01-05', '2026-01-10', 'unknown']);
  });

  it('are of the twenty levels of most units, and of all others together', async () => {
    const found = (await levels('crowd', 'device')) ?? [];
    expect(found.map(([level]) => level)).toEqual([
      ...crowd.slice(0, 20).map((index) => `l${String(index).padStart(2, '0')}`),
      'other',
    ]);
    expect(found.at(-1)).toEqual(['other', [2, '0'], [2, '0']]);
  });

  it('add up to what the readout has, of every line that everything counts in', async () => {
    const { found: answer, reading } = await found('x', 'device');
    const whole = reading.lines.filter((line) => line.reading === 'all');
    expect(answer.lines.map(({ metric }) => metric)).toEqual(whole.map(({ metric }) => metric));
    for (const [index, { variants }] of whole.entries())
      for (const one of variants) {
        const own = answer.lines[index]?.levels.flatMap((level) =>
          level.variants.filter(({ variant }) => variant === one.variant),
        );
        const sum = (of: (sums: typeof one) => string | number): string =>
          (own ?? []).reduce((all, sums) => all + BigInt(of(sums)), 0n).toString();
        expect(sum(({ units }) => units)).toBe(String(one.units));
        expect(sum(({ total }) => total)).toBe(one.total);
        expect(sum(({ closed_units }) => closed_units)).toBe(String(one.closed_units));
        expect(sum(({ closed_total_of_squares }) => closed_total_of_squares)).toBe(one.closed_total_of_squares);
        if (one.denominators !== null)
          expect(sum(({ denominators }) => denominators?.all.total ?? 0)).toBe(one.denominators.all.total);
      }
  });

  it('come from a text that is kept, and read nothing that is not published', async () => {
    const { query } = await found('x', 'device');
    expect(query).toMatchObject({ name: 'breakdown', parameters: { experiment: 'x' } });
    expect(query.text).toContain("json_extract_path_text(event.properties, 'device') AS device");
    expect(query.text).not.toContain('/*{');
    const stolen = {
      ...device,
      sql: 'SELECT rate.currency AS visitor_id, CURRENT_TIMESTAMP AS time, 1 AS device FROM warehouse.event AS rate',
    };
    await expect(found('x', 'device', stolen)).rejects.toMatchObject({ kind: 'invalid' });
  });
});
