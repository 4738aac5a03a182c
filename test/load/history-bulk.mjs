import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client } from '@elastic/elasticsearch';
import { systemClock } from '../../dist/libs/contracts/src/index.js';
import { Buckets } from '../../dist/libs/events/src/index.js';
import { FolderStore } from '../../dist/libs/objects/src/index.js';
import { createPool, Database, migrate, SqlCatalogue } from '../../dist/libs/postgres/src/index.js';
import { Follower, Generations, openElastic } from '../../dist/libs/search/src/index.js';
import { startServers } from '../support/servers.mjs';

const sql = join(import.meta.dirname, '../../sql/postgres');
const documentsAtOnce = 2_000;

/**
 * Page views from closed buckets into Elasticsearch, as the search sink takes them: unpacked, made into documents, written
 * under their ids, each portion with its place in Postgres. Beside it a bare loop that sends the same documents, ready
 * made, one bulk of 2,000 after the other, under the same ids into one index of the same template. In turn, three times.
 * @returns documents a second of the median round
 */
export async function measureHistoryBulk(url, folder, total) {
  const servers = await startServers();
  const pool = createPool(servers.postgresUrl, { max: 4, applicationName: 'bench' });
  const client = new Client({ node: url });
  const prefix = `bench-${randomBytes(4).toString('hex')}`;
  const opened = await openElastic({ url, prefix }, systemClock);
  try {
    await migrate(pool, join(sql, 'migrations'));
    const database = new Database(pool, SqlCatalogue.load(sql));
    const objects = new FolderStore(folder);
    await new Buckets(database, objects, systemClock).write(
      { source: 'app', table: 'event', origin: 'bench' },
      rows(total),
    );
    const generations = new Generations(database, opened.store, systemClock);
    const follower = new Follower(database, objects, opened.index, generations, options);
    await follow(follower, opened.index, total);
    const bodies = await documentsOf(client, `${prefix}-history-*`);
    const rounds = [];
    for (let round = 0; round < 3; round++) {
      const plain = await seconds(() => bareLoop(client, `${prefix}-history-bare-${round}`, bodies));
      await generations.restart(await generations.live());
      await opened.index.keep([], '9999-12');
      const ours = await seconds(() => follow(follower, opened.index, total));
      rounds.push({ perSecond: total / ours, plainPerSecond: total / plain });
    }
    return rounds.toSorted((left, right) => ratio(left) - ratio(right))[1];
  } finally {
    await client.indices.delete({ index: Object.keys(await client.indices.get({ index: `${prefix}-*` })) });
    await client.indices.deleteIndexTemplate({ name: `${prefix}-*` });
    await client.close();
    await opened.close();
    await pool.end();
    await servers.stop();
  }
}

const ratio = ({ perSecond, plainPerSecond }) => perSecond / plainPerSecond;

const options = {
  clock: systemClock,
  retentionMonths: 1,
  countryOf: () => undefined,
  linesAtOnce: documentsAtOnce,
  onRefused: (lines) => {
    throw new Error(`${lines} lines were refused.`);
  },
};

async function follow(follower, index, total) {
  const holder = { signal: new AbortController().signal, hold: () => Promise.resolve() };
  let generation = await follower.generations.live();
  for (let batches; (batches = await follower.waiting(generation, 5)).length > 0;)
    for (const batch of batches) generation = await follower.follow(generation, batch, holder);
  if ((await index.count(generation.generation)) !== total) throw new Error('Not every document is there.');
}

/** Pairs of an operation and a document, as a bulk has them. */
async function documentsOf(client, index) {
  const pairs = [];
  let after;
  do {
    const { hits } = await client.search({
      index,
      size: 10_000,
      sort: ['time'],
      ...(after && { search_after: after }),
    });
    for (const { _id, _source } of hits.hits)
      pairs.push([JSON.stringify({ create: { _id } }), JSON.stringify(_source)]);
    after = hits.hits.at(-1)?.sort;
  } while (after !== undefined);
  return pairs;
}

async function bareLoop(client, index, pairs) {
  await client.indices.create({ index });
  for (let from = 0; from < pairs.length; from += documentsAtOnce) {
    const operations = pairs.slice(from, from + documentsAtOnce).flat();
    const { errors } = await client.bulk({ index, operations, filter_path: ['errors'] });
    if (errors) throw new Error('The bare loop failed.');
  }
  await client.indices.refresh({ index });
}

function* rows(total) {
  const time = Date.now() - 3_600_000;
  for (let number = 0; number < total; number++)
    yield {
      identity: createHash('md5').update(String(number)).digest('hex'),
      source: 'app',
      event: 'Page View',
      distinct_id: `v_${number % 40_000}`,
      time: time + number,
      insert_id: `i${number}`,
      ip: `203.0.${number % 113}.${number % 251}`,
      live: true,
      properties: {
        path: `/projects/${number % 500}`,
        referrer: 'search',
        device: 'phone',
        project_id: `p${number % 500}`,
      },
    };
}

async function seconds(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
