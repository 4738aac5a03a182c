import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { factColumns } from '../../dist/libs/analytics/src/geo/stage-networks.js';
import { FolderStore } from '../../dist/libs/objects/src/index.js';
import { loadGeo } from '../../dist/libs/warehouse/src/index.js';

const facts = 200_000;
const events = 1_000_000;
const firstAddress = 2 ** 24;
const addresses = 3.7e9;
const at = new Date(0);

const eventColumns = Object.entries({
  identity: 'text',
  source: 'text',
  name: 'text',
  distinct_id: 'text',
  time: 'epoch_ms',
  ip4: 'integer',
  properties: 'object',
  live: 'boolean',
  log_transaction: 'integer',
  log_position: 'integer',
}).map(([name, type]) => ({ name, type, required: true }));

/**
 * Explodes made-up ranges of IPv4 of all lengths, and joins a million events with them; seconds, the join's the best of
 * three.
 * @param open gives an engine of `engines.mjs` over a folder and the objects in it
 */
export async function measureGeo(open, folder, ranges) {
  const buckets = join(folder, 'buckets');
  mkdirSync(buckets, { recursive: true });
  await writeLines(join(buckets, 'ipv4.jsonl'), rangeLines(ranges));
  await writeLines(join(buckets, 'fact.jsonl'), factLines());
  await writeLines(join(buckets, 'event.jsonl'), eventLines());
  const { warehouse, ask, close } = await open(folder, new FolderStore(buckets));
  try {
    const objects = { ipv4: ['ipv4.jsonl'], ipv6: [], fact: ['fact.jsonl'] };
    const version = { version: 1, kind: 'city', databaseType: 'made up', builtAt: at, validFrom: at, objects };
    const explode = await seconds(() =>
      warehouse.transaction((session) => loadGeo(session, { ...version, factColumns, addresses: [], kept: 1 }, at)),
    );
    await warehouse.transaction((session) => session.copy({ table: 'event', columns: eventColumns }, ['event.jsonl']));
    // As autovacuum does soon after a load; DuckDB has its statistics as it is.
    await ask('ANALYZE');
    const best = async (sql) => {
      const times = [];
      for (let round = 0; round < 3; round++) times.push(await seconds(() => ask(sql)));
      return Math.min(...times);
    };
    return {
      explode,
      join: await best("SELECT COUNT(*) FROM event_geo WHERE kind = 'city'"),
      byCountry: await best("SELECT country, COUNT(*) FROM event_geo WHERE kind = 'city' GROUP BY country"),
    };
  } finally {
    await close();
  }
}

/** Without overlaps; the lengths are those of a memoryless process, so that most are short and some are very long. */
function* rangeLines(ranges) {
  const mean = addresses / ranges;
  let first = firstAddress;
  for (let number = 0; number < ranges; number++) {
    const length = Math.ceil(-Math.log((hash(number) + 1) / 2 ** 32) * mean * 0.9);
    yield `{"lo":${first},"hi":${first + length - 1},"fact":${number % facts}}\n`;
    first += length;
  }
}

function* factLines() {
  for (let fact = 0; fact < facts; fact++) yield `{"fact":${fact},"country":"C${fact % 200}"}\n`;
}

function* eventLines() {
  const time = Date.UTC(2026, 2, 1);
  for (let number = 0; number < events; number++) {
    const identity = number.toString(16).padStart(32, '0');
    const ip4 = firstAddress + (hash(number + 1) % addresses);
    yield `{"identity":"${identity}","source":"bench","name":"Any","distinct_id":"someone","time":${time},"ip4":${ip4},"properties":{},"live":true,"log_transaction":1,"log_position":${number}}\n`;
  }
}

async function writeLines(path, lines) {
  const file = createWriteStream(path);
  for (const line of lines) if (!file.write(line)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}

/** The same of a number in each run. */
const hash = (number) => Math.imul(number ^ (number >>> 15), 2_654_435_761) >>> 0;

async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}
