import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../../bin/build.mjs';
import { whole } from './figure.mjs';
import { call, load } from './load.mjs';
import { flagTable, measureFlags, measureMemory, measureNearSaturation, peerName } from './flags.mjs';
import { steadyLoad } from './steady.mjs';
import { measurePropagation } from './propagation.mjs';
import { startEcho, startProduct } from './server.mjs';

/**
 * What the product does on this machine, beside a baseline in the same run. The load generator shares the processors
 * with what it loads, so the absolute figures are low; the ratios are what to compare.
 */
// The events last: the worker is busy with them for a while after they were acknowledged, and with hundreds of experiments too.
const ofProduct = { assignments, scoring, flags, events };
const ofPlatform = ['stats', 'warehouse', 'mixpanel', 'geography', 'paths', 'aggregate', 'history'];
const platformPart = (name) => async () => rows.push(...(await platform[name]({ pathEvents, aggregateUnits })));
const apart = {
  evaluation,
  propagation,
  ...Object.fromEntries(ofPlatform.map((name) => [name, platformPart(name)])),
};
const names = [...Object.keys(ofProduct), ...Object.keys(apart)];
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    'path-events': { type: 'string', default: '5000000' },
    'aggregate-units': { type: 'string', default: '2000000' },
    only: { type: 'string', default: names.join(',') },
  },
});
const asked = values.only.split(',');
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`--only takes some of ${names.join(', ')}, not ${unknown.join(', ')}.`);
const chosen = (parts) => Object.entries(parts).flatMap(([name, part]) => (asked.includes(name) ? [part] : []));
const seconds = Number(values.seconds);
const pathEvents = Number(values['path-events']);
const aggregateUnits = Number(values['aggregate-units']);
const rows = [];
const flagRows = [];
const row = (what, figure, target, baseline) => rows.push({ what, figure, target, baseline });

await buildIfStale();
// These stand on what was just built.
const { measureEvaluation } = await import('./evaluation.mjs');
const platform = await import('./platform-rows.mjs');
let product;
if (chosen(ofProduct).length > 0) {
  // The product keeps its history in its own Postgres: the server of ELASTICSEARCH_URL may be somebody's. One key and one
  // address ask more often here than they may.
  const unlimited = { RATE_LIMIT_PER_MINUTE: '1000000000', CLIENT_RATE_PER_ADDRESS: '1000000000' };
  product = await startProduct({ ELASTICSEARCH_URL: '', ...unlimited });
  try {
    for (const part of chosen(ofProduct)) await part();
  } finally {
    await product.stop();
  }
}
for (const part of chosen(apart)) await part();
print();

async function assignments() {
  const echo = await startEcho();
  const keys = [];
  for (let index = 0; index < 5; index++) {
    const key = `bench_${index}`;
    keys.push(key);
    await call(`${product.url}/v1/experiments`, product.commandKey, 'POST', {
      key,
      hypothesis: 'What assignment costs.',
      unit: 'visitor',
      variants: [
        { key: 'control', weight: 0.5 },
        { key: 'treatment', weight: 0.5 },
      ],
      baseline: 'control',
      metrics: ['pledge_conversion'],
    });
    await call(`${product.url}/v1/experiments/${key}/start`, product.commandKey, 'POST');
  }
  const body = JSON.stringify({ units: { visitor: 'v_0123456789abcdef' }, experiments: keys });
  const ours = { url: `${product.url}/v1/assignments`, headers: { authorization: `Bearer ${product.key}` }, body };
  const bare = { url: echo.url, body };
  // In turn and often, so that a machine that slows down for a while slows both; the middle one of the ratios counts.
  await load({ ...bare, seconds: 2, connections: 32 });
  await load({ ...ours, seconds: 2, connections: 32 });
  const pairs = [];
  for (let round = 0; round < 9; round++)
    pairs.push([
      await load({ ...bare, seconds: seconds / 4, connections: 32 }),
      await load({ ...ours, seconds: seconds / 4, connections: 32 }),
    ]);
  echo.stop();
  const ratio = ([base, mine]) => mine.perSecond / base.perSecond;
  const middle = pairs.toSorted((left, right) => ratio(left) - ratio(right))[Math.floor(pairs.length / 2)];
  const [base, mine] = middle;
  row(
    'POST /v1/assignments, 5 experiments',
    `${whole(mine.perSecond)}/s, ${(ratio(middle) * 100).toFixed(0)} % of bare, p99 ${mine.p99} ms`,
    '≥ 60 % of bare',
    `bare Nest + Fastify POST echo: ${whole(base.perSecond)}/s`,
  );
}

async function events() {
  let made = 0;
  const now = Date.now();
  const event = (number) =>
    `{"source":"app","event":"Page View","distinct_id":"v_${number % 10_000}","time":${now},"insert_id":"bench-${number}","ip":"203.0.113.7","properties":{"path":"/projects/${number % 500}","referrer":"search"}}`;
  const body = () => {
    const batch = [];
    for (let index = 0; index < 100; index++) batch.push(event(made++));
    return `{"events":[${batch.join(',')}]}`;
  };
  const headers = { authorization: `Bearer ${product.key}` };
  await load({ url: `${product.url}/v1/events`, headers, body, seconds: 2, connections: 16 });
  const result = await load({ url: `${product.url}/v1/events`, headers, body, seconds, connections: 16 });
  row(
    'POST /v1/events, batches of 100',
    `${whole(result.perSecond * 100)} events/s acknowledged, p99 ${result.p99} ms`,
    '≥ 20,000 events/s',
    'each acknowledged after its commit',
  );
}

/** A table of its own: the kinds of answer by the number of flags, and what the peer needs for the same. */
async function flags() {
  const found = await measureFlags(product, seconds / 2);
  flagRows.push(...found);
  for (const [size, target] of [
    [5, 1.4],
    [350, 7],
  ]) {
    const perCore = (route) => found.find((one) => one.size === size && one.route === route).perCore;
    const [ours, peer] = [perCore('/api/eval'), perCore(peerName)];
    row(
      `POST /api/eval, ${size} flags`,
      `${whole(ours)}/s a core, ${(ours / peer).toFixed(1)} times the peer`,
      `≥ ${target} times`,
      `${peerName}: ${whole(peer)}/s a core`,
    );
  }
  const { rate, p99 } = await measureNearSaturation(product, seconds);
  row(
    `One flag over OFREP, ${whole(rate)}/s`,
    `p99 ${p99} ms`,
    'p99 < 10 ms at 80 % of what can be answered',
    'so many a second, from 32 connections',
  );
  const { before, after, total } = await measureMemory(product, 1_000_000);
  row(
    `Memory over ${whole(total)} answers of one flag`,
    `${whole(before)} MiB before, ${whole(after)} MiB after`,
    'flat',
    'resident memory of the process that answers',
  );
}

/** Without a server around it. */
function evaluation() {
  const { compileMs, nanoseconds, bytes } = measureEvaluation();
  row(
    'Evaluating a flag',
    `${whole(nanoseconds)} ns, ${whole(bytes)} bytes`,
    'little',
    'three kinds of rules in turn, no server around it',
  );
  row('Compiling 10,000 flags', `${(compileMs / 1_000).toFixed(2)} s`, '< 1 s', 'in slices in a service');
}

async function scoring() {
  let made = 0;
  const body = () => {
    const number = made++;
    return JSON.stringify({
      pledge: {
        id: `bench-${process.pid}-${number}`,
        project_id: `project_${number % 200}`,
        backer_id: `backer_${number % 5_000}`,
        amount: 2_500 + (number % 100) * 10,
        currency: 'USD',
        time: new Date().toISOString(),
      },
      device: { ip_address: `81.2.${number % 250}.${(number * 7) % 250}`, id: `device_${number % 4_000}` },
      email: { address: `backer${number % 5_000}@example.com` },
      credit_card: { token: `card_${number % 6_000}`, country: 'GB' },
      billing: { country: 'GB' },
    });
  };
  const headers = { authorization: `Bearer ${product.key}` };
  const url = `${product.url}/v1/pledges/score`;
  // Until everything that a request runs through has been compiled, in our process and in Postgres' backends: some 5,000
  // requests.
  await steadyLoad({ url, headers, body, seconds: 30, rate: 300 });
  const windows = [];
  for (let window = 0; window < 9; window++)
    windows.push(await steadyLoad({ url, headers, body, seconds: seconds / 2, rate: 300 }));
  windows.sort((left, right) => left.p99 - right.p99);
  const middle = windows[Math.floor(windows.length / 2)];
  const worst = windows.at(-1);
  row(
    'POST /v1/pledges/score at 300/s',
    `p50 ${middle.p50.toFixed(1)} ms, p99 ${middle.p99.toFixed(1)} ms (${windows[0].p99.toFixed(1)} to ${worst.p99.toFixed(1)})`,
    'p99 < 20 ms',
    `${whole(middle.perSecond)}/s answered, arriving at random, timed from when each was due; the middle of 9 windows`,
  );
}

async function propagation() {
  const times = await measurePropagation(200);
  const at = (share) => times[Math.ceil(share * times.length) - 1];
  row(
    `A change of a flag, in another process, ${times.length} times`,
    `p50 ${at(0.5).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms`,
    'p99 < 1 s',
    'from the request that publishes it until the other answers by it over OFREP, both on one database',
  );
}

function print() {
  const date = new Date().toISOString().slice(0, 10);
  console.log(
    `\n${date}, Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), load generator beside it\n`,
  );
  console.log('| what | measured | target | beside |\n| --- | --- | --- | --- |');
  for (const { what, figure, target, baseline } of rows)
    console.log(`| ${what} | ${figure} | ${target} | ${baseline} |`);
  if (flagRows.length > 0) console.log(`\n${flagTable(flagRows)}`);
}
