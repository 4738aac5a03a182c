import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../../bin/build.mjs';
import { call, load } from './load.mjs';
import { startEcho, startProduct } from './server.mjs';
import { measureWarehouseLoad } from './warehouse-load.mjs';

/**
 * What the product does on this machine, beside a baseline in the same run. The load generator shares the processors
 * with what it loads, so the absolute figures are low; the ratios are what to compare.
 */
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '8' } } });
const seconds = Number(values.seconds);
const rows = [];
const row = (what, figure, target, baseline) => rows.push({ what, figure, target, baseline });
const whole = (value) => Math.round(value).toLocaleString('en-US');

await buildIfStale();
const product = await startProduct();
try {
  await assignments();
  await events();
  await scoring();
} finally {
  await product.stop();
}
await warehouse();
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
  // In turn, so that a machine that slows down slows both.
  await load({ ...bare, seconds: 2, connections: 32 });
  await load({ ...ours, seconds: 2, connections: 32 });
  const pairs = [];
  for (let round = 0; round < 3; round++)
    pairs.push([
      await load({ ...bare, seconds: seconds / 2, connections: 32 }),
      await load({ ...ours, seconds: seconds / 2, connections: 32 }),
    ]);
  echo.stop();
  const ratios = pairs.map(([base, mine]) => mine.perSecond / base.perSecond).toSorted((left, right) => left - right);
  const [base, mine] = pairs[1];
  row(
    'POST /v1/assignments, 5 experiments',
    `${whole(mine.perSecond)}/s, ${(ratios[1] * 100).toFixed(0)} % of bare, p99 ${mine.p99} ms`,
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
  await load({ url: `${product.url}/v1/pledges/score`, headers, body, seconds: 3, connections: 8, rate: 100 });
  const result = await load({
    url: `${product.url}/v1/pledges/score`,
    headers,
    body,
    seconds,
    connections: 16,
    rate: 300,
  });
  row(
    'POST /v1/pledges/score at 300/s',
    `p50 ${result.p50} ms, p99 ${result.p99} ms`,
    'p99 < 20 ms',
    `${whole(result.perSecond)}/s answered`,
  );
}

async function warehouse() {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-bench-load-'));
  try {
    const { perSecond, plainPerSecond } = await measureWarehouseLoad(folder, 500_000);
    row(
      'Loading events into DuckDB',
      `${whole(perSecond)} events/s, ${((perSecond / plainPerSecond) * 100).toFixed(0)} % of read_json`,
      '≥ 100,000 events/s',
      `DuckDB's own read_json of the same file: ${whole(plainPerSecond)}/s`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print() {
  const date = new Date().toISOString().slice(0, 10);
  console.log(
    `\n${date}, Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), load generator beside it\n`,
  );
  console.log('| what | measured | target | beside |\n| --- | --- | --- | --- |');
  for (const { what, figure, target, baseline } of rows)
    console.log(`| ${what} | ${figure} | ${target} | ${baseline} |`);
}
