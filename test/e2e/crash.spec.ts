import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyService } from '#libs/access';
import { projectRoot } from '#libs/config';
import { SqlCatalogue } from '#libs/postgres';
import { DuckDbWarehouse } from '#libs/warehouse';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testService, type TestService } from '../support/service.js';
import { AccessModule } from '#libs/access';

const kills = 4;
const senders = 6;
const batch = 20;
const root = projectRoot();

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
}

describe('kill -9 under load', () => {
  let database: TestDatabase;
  let keys: TestService;
  let token: string;
  const folder = mkdtempSync(join(tmpdir(), 'verdict-crash-'));
  const children = new Set<ChildProcess>();

  beforeAll(async () => {
    database = await testDatabase();
    keys = await testService({ modules: [AccessModule], environment: { DATABASE_URL: database.url } });
    const made = await keys.app.get(KeyService, { strict: false }).add({ kind: 'app', name: 'crash', live: true });
    token = made.token;
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await keys.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (): Promise<Running> =>
    new Promise((resolve, reject) => {
      const child = fork(join(root, 'test/support/event-process.ts'), [], {
        execArgv: ['--conditions=source', '--import', join(root, 'test/support/typescript.mjs')],
        env: { PATH: process.env['PATH'], DATABASE_URL: database.url, VERDICT_DATA: folder },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      children.add(child);
      child.once('exit', (code, signal) => {
        children.delete(child);
        reject(new Error(`The process ended (${code ?? signal}).`));
      });
      child.once('message', (message) => resolve({ child, url: (message as { url: string }).url }));
    });

  const kill = ({ child }: Running): Promise<void> =>
    new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });

  it('finds every acknowledged event in the warehouse exactly once', async () => {
    const acknowledged = new Set<string>();
    let current = await start();
    let sending = true;
    let cutShort = 0;
    let next = 0;

    /** Sends until told to stop; a batch that was not acknowledged is sent again, as a client does. */
    const sender = async (): Promise<void> => {
      while (sending) {
        const ids = Array.from({ length: batch }, () => `e${next++}`);
        const body = JSON.stringify({
          events: ids.map((insert_id) => ({
            event: 'Page View',
            distinct_id: insert_id,
            // Of three days, so that a batch has several objects.
            time: Date.now() - (Number(insert_id.slice(1)) % 3) * 86_400_000,
            insert_id,
            properties: { page: '/', filler: 'x'.repeat(200) },
          })),
        });
        for (let attempt = 0; attempt < 600; attempt++) {
          const status = await fetch(`${current.url}/v1/events`, {
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            body,
          }).then(
            async (response) => (await response.text(), response.status),
            () => 0,
          );
          if (status === 200) {
            for (const id of ids) acknowledged.add(id);
            break;
          }
          await pause(50);
        }
      }
    };
    const load = Promise.all(Array.from({ length: senders }, sender));

    for (let round = 0; round < kills; round++) {
      const before = await loadedRows();
      // Each kill falls on other work: after more events, and while both sinks are in the middle of many batches.
      while ((await loadedRows()) < before + 800 + round * 350) await pause(25);
      await pause(round * 13);
      await kill(current);
      cutShort += await openBatches();
      current = await start();
    }
    sending = false;
    await load;
    await drained(current);
    await kill(current);

    const counted = await warehouseIds();
    expect(acknowledged.size).toBeGreaterThan(5_000);
    expect(cutShort).toBeGreaterThan(0);
    expect(counted.rows).toBe(counted.distinct.size);
    expect([...acknowledged].filter((id) => !counted.distinct.has(id))).toEqual([]);
    // What was written, and not acknowledged before the kill, was sent again and counts once too.
    expect([...counted.distinct].filter((id) => !acknowledged.has(id))).toEqual([]);
    expect(await openBatches()).toBe(0);
    expect(readdirSync(join(folder, 'buckets', 'app', 'event')).length).toBeGreaterThanOrEqual(3);
  }, 180_000);

  /** Closed batches are loaded within milliseconds of it: near enough to tell that the sinks work. */
  async function loadedRows(): Promise<number> {
    const { rows } = await database.database.pool.query(
      "SELECT coalesce(sum(rows), 0)::int AS rows FROM bucket_batch WHERE state = 'closed'",
    );
    return rows[0].rows;
  }

  async function openBatches(): Promise<number> {
    const { rows } = await database.database.pool.query(
      "SELECT count(*)::int AS open FROM bucket_batch WHERE state <> 'closed'",
    );
    return rows[0].open;
  }

  /** Until the process says that no sink is behind. */
  async function drained(running: Running): Promise<void> {
    for (;;) {
      const text = await (await fetch(`${running.url}/metrics`)).text();
      const waiting = [...text.matchAll(/^verdict_sink_lag_rows\{sink="\w+"\} (\d+)/gm)].map((match) =>
        Number(match[1]),
      );
      if (waiting.length === 2 && waiting.every((count) => count === 0)) return;
      await pause(200);
    }
  }

  async function warehouseIds(): Promise<{ rows: number; distinct: Set<string> }> {
    const warehouse = new DuckDbWarehouse(SqlCatalogue.load(join(root, 'sql/warehouse')), {
      path: join(folder, 'warehouse.duckdb'),
      folders: [],
    });
    await warehouse.open();
    const connection = await warehouse.connect();
    const reader = await connection.runAndReadAll('SELECT insert_id FROM event');
    const ids = reader.getColumnsJS()[0]?.map(String) ?? [];
    connection.disconnectSync();
    warehouse.close();
    return { rows: ids.length, distinct: new Set(ids) };
  }
});
