import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListService } from '#libs/trust';
import { reviewer, scored } from '../support/review.js';
import { riskTest, type RiskTest } from '../support/risk.js';
import { until } from '../support/until.js';
import { killed, startWorker } from '../support/worker-process.js';

const pledges = 1_200;
const kills = 2;

describe('kill -9 of a worker that brings a late signal to pledges', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-crash-late-'));
  let test: RiskTest;
  let worker: ChildProcess | undefined;

  beforeAll(async () => {
    test = await riskTest();
    const { id } = await scored(test, { credit_card: { token: 'ring-card' } });
    await sql(
      `INSERT INTO assessment
       SELECT made.*
       FROM assessment AS one, generate_series(2, $2) AS number, LATERAL jsonb_populate_record(one, jsonb_build_object(
         'id', gen_random_uuid(), 'pledge_id', one.pledge_id || '-' || number)) AS made
       WHERE one.id = $1`,
      [id, pledges],
    );
  });
  afterAll(async () => {
    worker?.kill('SIGKILL');
    await test.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const sql = async (text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await test.database.database.pool.query(text, [...values])).rows;
  const revised = async (): Promise<number> => {
    const [row] = await sql("SELECT count(*)::INTEGER AS n FROM assessment WHERE cause = 'list_entry'");
    return Number(row?.['n']);
  };
  const start = (): ChildProcess =>
    startWorker({
      DATABASE_URL: test.database.url,
      REDIS_URL: test.redisUrl,
      VERDICT_DATA: join(folder, 'data'),
      BUCKET_URL: `file:${join(folder, 'buckets')}`,
      WAREHOUSE_URL: `duckdb:${join(folder, 'warehouse.duckdb')}`,
    });

  it('gives each pledge one revision, whoever was killed when', async () => {
    const entry = { list: 'watch', kind: 'card', value: 'ring-card', reason: 'A ring' } as const;
    await test.service.app.get(ListService, { strict: false }).add(entry, reviewer('r', 'admin'));
    let before = 0;
    for (let kill = 0; kill < kills; kill++) {
      worker = start();
      // In the middle of it, after a portion more than the worker before had stored.
      await until(async () => (await revised()) > before);
      await killed(worker);
      before = await revised();
      expect(before).toBeLessThan(pledges);
    }
    worker = start();
    const signal = () => sql('SELECT rescored FROM late_signal WHERE finished_at IS NOT NULL');
    await until(async () => (await signal()).length > 0);
    expect(await signal()).toEqual([{ rescored: pledges }]);
    const [counts] = await sql(
      `SELECT count(*)::INTEGER AS revisions, count(DISTINCT pledge_id)::INTEGER AS pledges, max(revision)::INTEGER AS last,
         count(*) FILTER (WHERE latest)::INTEGER AS latest
       FROM assessment WHERE cause = 'list_entry'`,
    );
    expect(counts).toEqual({ revisions: pledges, pledges, last: 2, latest: pledges });
    // Each was told to the log as it was stored.
    const [events] = await sql(
      `SELECT count(DISTINCT event_body.insert_id)::INTEGER AS n
       FROM event_body INNER JOIN assessment ON assessment.id::TEXT = event_body.insert_id WHERE assessment.cause = 'list_entry'`,
    );
    expect(events).toEqual({ n: pledges });
  }, 600_000);
});
