import { join } from 'node:path';
import { projectRoot } from '#libs/config';
import { createPool, Database, SqlCatalogue } from '#libs/postgres';
import { serveThread, type ThreadItem } from '#libs/threads';
import { judgeSlices } from './judge-slices.js';
import type { JudgeTask } from './judge-task.js';

const connections = 2;

/** Reads and judges slices of history. */
serveThread<JudgeTask>(async function* (task): AsyncGenerator<ThreadItem> {
  const pool = createPool(task.databaseUrl, { max: connections, applicationName: 'verdict-backtest' });
  const database = new Database(pool, SqlCatalogue.load(join(projectRoot(), 'sql/postgres')));
  try {
    for await (const slice of judgeSlices(database, task)) yield { value: slice };
  } finally {
    await pool.end();
  }
});
