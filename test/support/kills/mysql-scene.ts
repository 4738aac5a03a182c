import type { MysqlDatabase } from '../mysql.js';
import { noonOf, sourceAdmin, SourceTest } from '../sources.js';
import type { KilledJobs } from './scene.js';

const dayMs = 86_400_000;
const pledges = 110_000;
const changes = 20_000;

/** MariaDB has these numbers; MySQL would be told how many in a recursive query. */
const numbers = (count: number): string => `SELECT seq FROM seq_1_to_${count}`;

/** Tables of a MySQL server: a whole one, and what has changed since the day before. */
export const mysqlJobs = (server: () => Promise<MysqlDatabase>): KilledJobs => ({
  name: 'pulls tables of MySQL',
  jobs: ['source_pull'],
  make: async () => {
    const shop = await server();
    await shop.connection.query(
      `CREATE TABLE pledge (id INT PRIMARY KEY, amount DECIMAL(10, 2), name VARCHAR(64), at DATETIME);
       INSERT INTO pledge SELECT seq, (seq % 100000) / 100, CONCAT('Zoë 🎸 ', MD5(seq)),
         DATE_ADD('2026-01-01', INTERVAL seq SECOND) FROM (${numbers(pledges)}) AS n;
       CREATE TABLE changing (id INT PRIMARY KEY, state VARCHAR(64), version INT);
       INSERT INTO changing SELECT seq, MD5(seq), seq FROM (${numbers(changes)}) AS n`,
    );
    const now = Date.now();
    const yesterday = new Date(now - dayMs).toISOString().slice(0, 10);
    const environment = { SOURCE_SHOP_URL: shop.url };
    const sources = await SourceTest.start(yesterday, environment);
    await sources.define(
      'shop',
      { kind: 'mysql' },
      {
        pledge: { columns: [{ name: 'amount', type: 'decimal(12,4)' }], key: ['id'] },
        changing: { key: ['id'], mode: 'incremental', cursor: 'version', overlap: 10 },
      },
    );
    await sources.pull('shop', 'changing');
    sources.pipeline.clock.time = Math.max(now, noonOf(yesterday) + 1);
    await shop.connection.query(`UPDATE changing SET state = 'changed', version = version + ${changes}`);
    const { pulls } = await sources.pulls.request('shop', { again: false }, sourceAdmin);
    return {
      sources,
      environment,
      rounds: [pulls.map(({ pull }) => pull.job_id ?? '')],
      close: async () => {
        await sources.close();
        await shop.close();
      },
    };
  },
});
