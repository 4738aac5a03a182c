import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessModule, KeyService } from '#libs/access';
import { projectRoot } from '#libs/config';
import { testDatabase, type TestDatabase } from './database.js';
import { testService } from './service.js';
import { duckDbAt } from './warehouse.js';

export interface EventProcess {
  readonly child: ChildProcess;
  readonly url: string;
}

const root = projectRoot();
/** Bucket, warehouse and search. */
const sinks = 3;

/** Processes of `event-process.ts`, one after the other, on one database and one data folder: for tests that kill them. */
export class EventProcesses {
  readonly folder = mkdtempSync(join(tmpdir(), 'verdict-crash-'));
  private readonly children = new Set<ChildProcess>();

  private constructor(
    readonly test: TestDatabase,
    /** Of a key for events. */
    readonly token: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async open(environment: Readonly<Record<string, string>> = {}): Promise<EventProcesses> {
    const test = await testDatabase();
    const keys = await testService({ modules: [AccessModule], environment: { DATABASE_URL: test.url } });
    const made = await keys.app.get(KeyService, { strict: false }).add({ kind: 'app', name: 'crash', live: true });
    await keys.close();
    return new EventProcesses(test, made.token, environment);
  }

  start(): Promise<EventProcess> {
    return new Promise((resolve, reject) => {
      const child = fork(join(root, 'test/support/event-process.ts'), [], {
        execArgv: ['--conditions=source', '--import', join(root, 'test/support/typescript.mjs')],
        env: {
          PATH: process.env['PATH'],
          DATABASE_URL: this.test.url,
          VERDICT_DATA: this.folder,
          ...this.environment,
        },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      this.children.add(child);
      child.once('exit', (code, signal) => {
        this.children.delete(child);
        reject(new Error(`The process ended (${code ?? signal}).`));
      });
      child.once('message', (message) => resolve({ child, url: (message as { url: string }).url }));
    });
  }

  kill({ child }: EventProcess): Promise<void> {
    return new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  }

  /** Closed batches are loaded within milliseconds of it: near enough to tell that the sinks work. */
  async loadedRows(): Promise<number> {
    const { rows } = await this.test.database.pool.query(
      "SELECT coalesce(sum(rows), 0)::int AS rows FROM bucket_batch WHERE state = 'closed'",
    );
    return rows[0].rows;
  }

  async openBatches(): Promise<number> {
    const { rows } = await this.test.database.pool.query(
      "SELECT count(*)::int AS open FROM bucket_batch WHERE state <> 'closed'",
    );
    return rows[0].open;
  }

  /** Until the process says that no sink is behind. */
  async drained(running: EventProcess): Promise<void> {
    for (;;) {
      const text = await (await fetch(`${running.url}/metrics`)).text();
      const waiting = [...text.matchAll(/^verdict_sink_lag_rows\{sink="\w+"\} (\d+)/gm)].map((match) =>
        Number(match[1]),
      );
      if (waiting.length === sinks && waiting.every((count) => count === 0)) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** What the warehouse has, once no process holds it. */
  async warehouseIds(): Promise<{ rows: number; distinct: Set<string> }> {
    const warehouse = duckDbAt(join(this.folder, 'warehouse.duckdb'));
    await warehouse.open();
    const connection = await warehouse.connect();
    const reader = await connection.runAndReadAll('SELECT insert_id FROM event');
    const ids = reader.getColumnsJS()[0]?.map(String) ?? [];
    connection.disconnectSync();
    await warehouse.close();
    return { rows: ids.length, distinct: new Set(ids) };
  }

  async close(): Promise<void> {
    for (const child of this.children) child.kill('SIGKILL');
    await this.test.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
