import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { testDatabase } from '../database.js';
import { noonOf, sourceAdmin, SourceTest } from '../sources.js';
import type { KilledJobs } from './scene.js';

const dayMs = 86_400_000;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

const pledges = 110_000;
const changes = 20_000;
const items = 4_000;
const exportFiles = 4;
const events = 5_000;
const lines = 20_000;

const eachOf = (count: number, line: (index: number) => object): string =>
  Array.from({ length: count }, (_, index) => `${JSON.stringify(line(index))}\n`).join('');

/** Tables of a PostgreSQL server, an export of DynamoDB, Mixpanel's files and endpoint, files: all that needs no server of others. */
export const pullJobs: KilledJobs = {
  name: 'pulls tables and exports',
  jobs: ['source_pull'],
  make: async () => {
    const now = Date.now();
    const [yesterday, today] = [dayOf(now - dayMs), dayOf(now)];
    const shop = await testDatabase();
    await shop.database.pool.query(
      `CREATE TABLE pledge AS
       SELECT id, (id % 100000)::NUMERIC(10, 2) / 100 AS amount, 'Zoë 🎸 ' || md5(id::TEXT) AS name,
         TIMESTAMP '2026-01-01' + id * INTERVAL '1 second' AS at
       FROM generate_series(1, ${pledges}) AS id;
       CREATE TABLE changing AS
       SELECT id, md5(id::TEXT) AS state, id AS version FROM generate_series(1, ${changes}) AS id`,
    );
    const endpoint = createServer((_, response) => {
      response.end(eachOf(events, (index) => mixpanelEvent(yesterday, `e${index}`)));
    });
    await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
    const { port } = endpoint.address() as AddressInfo;
    const environment = {
      SOURCE_SHOP_URL: shop.url,
      SOURCE_MIXPANEL_URL: `http://secret:@127.0.0.1:${port}/api/2.0/export?project_id=7`,
    };

    const sources = await SourceTest.start(yesterday, environment);
    await describeTables(sources);
    writeExport(sources, yesterday);
    sources.file(
      `mp/${yesterday}.json`,
      eachOf(events, (index) => mixpanelEvent(yesterday, `f${index}`)),
    );
    sources.file('orders.csv', `id,amount\n1,2.50\n`);
    await sources.pull('shop', 'changing');
    await sources.pull('files', 'orders');

    // A day later: rows have changed, and the file has a column more.
    sources.pipeline.clock.time = Math.max(now, noonOf(yesterday) + 1);
    await shop.database.pool.query(`UPDATE changing SET state = 'changed', version = version + ${changes}`);
    const orders = Array.from({ length: lines }, (_, index) => `${index},${index % 97 === 0 ? 'much' : index},red`);
    sources.file('orders.csv', `id,amount,colour\n${orders.join('\n')}\n`);
    const ask = async (key: string, table: string): Promise<string> => {
      const { pulls } = await sources.pulls.request(key, { table, again: false }, sourceAdmin);
      const [asked] = pulls;
      if (asked?.pull.job_id == null || asked.repeated) throw new Error(`Nothing was asked for on ${today}.`);
      return asked.pull.job_id;
    };
    return {
      sources,
      environment,
      rounds: [
        [await ask('shop', 'pledge'), await ask('dynamo', 'backers'), await ask('exports', 'events')],
        [await ask('shop', 'changing'), await ask('mixpanel', 'events'), await ask('files', 'orders')],
      ],
      close: async () => {
        await sources.close();
        await shop.close();
        endpoint.closeAllConnections();
        endpoint.close();
      },
    };
  },
};

async function describeTables(sources: SourceTest): Promise<void> {
  const location = `file:${sources.folder}`;
  await sources.define(
    'shop',
    { kind: 'postgres' },
    {
      pledge: { columns: [{ name: 'amount', type: 'decimal(12,4)' }], key: ['id'] },
      changing: { key: ['id'], mode: 'incremental', cursor: 'version', overlap: 10 },
    },
  );
  await sources.define(
    'dynamo',
    { kind: 'dynamodb', location },
    {
      backers: {
        from: 'AWSDynamoDB',
        columns: [{ name: 'id' }, { name: 'n', type: 'decimal(38,10)' }, { name: 'tags' }],
        key: ['id'],
        others: 'drop',
      },
    },
  );
  await sources.define('exports', { kind: 'mixpanel', location }, { events: { from: 'mp/{day}.json' } });
  await sources.define('mixpanel', { kind: 'mixpanel' }, { events: {} });
  const amount = { name: 'amount', type: 'double' };
  const orders = { from: 'orders.csv', columns: [amount], key: ['id'], retention_days: 0 };
  await sources.define('files', { kind: 'files', location }, { orders });
}

const mixpanelEvent = (day: string, id: string): object => ({
  event: 'Page View',
  properties: { time: noonOf(day) / 1_000, distinct_id: `v${id.length}`, $insert_id: id, url: `/${id}` },
});

/** As DynamoDB writes it to S3. */
function writeExport(sources: SourceTest, day: string): void {
  const folder = 'AWSDynamoDB/01';
  const files: string[] = [];
  for (let file = 0; file < exportFiles; file++) {
    const tags = { SS: ['one', 'two'] };
    const bytes = gzipSync(
      eachOf(items, (index) => ({ Item: { id: { S: `${file}-${index}` }, n: { N: `${index}.5` }, tags } })),
    );
    const dataFileS3Key = `${folder}/data/part${file}.json.gz`;
    sources.file(dataFileS3Key, bytes);
    const md5Checksum = createHash('md5').update(bytes).digest('base64');
    files.push(JSON.stringify({ itemCount: items, md5Checksum, etag: 'x-1', dataFileS3Key }));
  }
  sources.file(`${folder}/manifest-files.json`, `${files.join('\n')}\n`);
  const summary = { exportTime: `${day}T10:00:00Z`, outputFormat: 'DYNAMODB_JSON', exportType: 'FULL_EXPORT' };
  sources.file(`${folder}/manifest-summary.json`, JSON.stringify(summary));
}
