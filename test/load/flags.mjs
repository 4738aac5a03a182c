import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fork } from 'node:child_process';
import { freePort } from '../support/servers.mjs';
import { call, load } from './load.mjs';

export const peerName = 'proxy-eval behind Fastify';

const sizes = [1, 5, 50, 350];
const countries = ['US', 'CA', 'GB', 'DE', 'FR', 'JP', 'AU', 'BR'];
/** Ticks a second of the times in /proc. */
const ticks = 100;

/** What answering by flags costs, by their number and by protocol, beside GrowthBook's evaluation of the same payload. */
export async function measureFlags(product, seconds) {
  const admin = (path, method, body) => call(`${product.url}${path}`, product.commandKey, method, body);
  const keyOf = async (evaluation) =>
    (await admin('/v1/keys', 'POST', { kind: 'client', name: `bench ${evaluation}`, live: true, evaluation })).token;
  const keys = { local: await keyOf('local'), remote: await keyOf('remote') };
  const rows = [];
  let made = 0;
  for (const size of sizes) {
    while (made < size) await makeFlag(admin, made++);
    const payload = await payloadOf(product, keys.local, size);
    const peer = await startPeer(product.folder, payload.body);
    try {
      for (const [route, asked] of Object.entries(routesOf(product, keys, payload.etag))) {
        const ours = await measured(product.pid, asked, seconds);
        rows.push({ size, route, ...ours });
      }
      const { body } = routesOf(product, keys, payload.etag)['/api/eval'];
      rows.push({
        size,
        route: peerName,
        ...(await measured(peer.pid, { url: `${peer.url}/api/eval/key`, body, headers: {} }, seconds)),
      });
    } finally {
      peer.stop();
    }
  }
  return rows;
}

/** A Markdown table of what `measureFlags` found. */
export function flagTable(rows) {
  const head = ['flags', 'answer', 'requests/s a core', 'p50 ms', 'p99 ms', 'MiB'];
  const cells = rows.map(({ size, route, perCore, p50, p99, memory }) => [
    size,
    route,
    Math.round(perCore).toLocaleString('en-US'),
    p50,
    p99,
    Math.round(memory),
  ]);
  return [head, head.map(() => '---'), ...cells].map((one) => `| ${one.join(' | ')} |`).join('\n');
}

/** One flag at four fifths of the rate at which it can be answered. */
export async function measureNearSaturation(product, seconds) {
  const asked = { ...routesOf(product, {}, '')['OFREP single'], seconds, connections: 32 };
  const { perSecond } = await load(asked);
  const rate = Math.round(0.8 * perSecond);
  return { rate, p99: (await load({ ...asked, rate })).p99 };
}

/** Resident memory before and after so many requests for one flag, in MiB. */
export async function measureMemory(product, requests) {
  const asked = routesOf(product, {}, '')['OFREP single'];
  await load({ ...asked, seconds: 5, connections: 32 });
  const before = residentMiB(product.pid);
  let total = 0;
  while (total < requests) total += (await load({ ...asked, seconds: 5, connections: 32 })).total;
  return { before, after: residentMiB(product.pid), total };
}

function routesOf({ url, key }, keys, etag) {
  const bearer = { authorization: `Bearer ${key}` };
  let number = 0;
  const person = () => {
    number = (number + 1) % 10_000;
    return {
      id: `v_${number}`,
      country: countries[number % countries.length],
      plan: number % 3 === 0 ? 'pro' : 'free',
    };
  };
  const texts = (make) => Array.from({ length: 10_000 }, () => JSON.stringify(make(person())));
  const inTurn = (made) => {
    let next = 0;
    return () => made[next++ % made.length];
  };
  const ofrep = inTurn(texts(({ id, ...attributes }) => ({ context: { targetingKey: id, ...attributes } })));
  const evaluation = inTurn(
    texts((attributes) => ({
      attributes: { visitor: attributes.id, ...attributes },
      forcedVariations: {},
      forcedFeatures: [],
      url: '',
    })),
  );
  return {
    'OFREP single': { url: `${url}/ofrep/v1/evaluate/flags/flag_0`, headers: bearer, body: ofrep },
    'OFREP bulk': { url: `${url}/ofrep/v1/evaluate/flags`, headers: bearer, body: ofrep },
    '/api/eval': { url: `${url}/api/eval/${keys.remote}`, headers: {}, body: evaluation },
    '/api/features, 304': {
      url: `${url}/api/features/${keys.local}`,
      method: 'GET',
      headers: { 'if-none-match': etag },
      statuses: [304],
    },
    '/v1/assignments': {
      url: `${url}/v1/assignments`,
      headers: bearer,
      body: inTurn(texts(({ id }) => ({ units: { visitor: id } }))),
    },
  };
}

/** Requests for each second of the server's processor: the load generator beside it does not count. */
async function measured(pid, asked, seconds) {
  await load({ ...asked, seconds: Math.min(2, seconds), connections: 16 });
  const before = processorSeconds(pid);
  const { total, perSecond, p50, p99 } = await load({ ...asked, seconds, connections: 16 });
  return { perCore: total / (processorSeconds(pid) - before), perSecond, p50, p99, memory: residentMiB(pid) };
}

function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

const residentMiB = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024;

/** One of four kinds in turn, each with an experiment beside it, so that as many are assigned as there are flags. */
async function makeFlag(admin, number) {
  const experiment = `flagged_${number}`;
  await admin('/v1/experiments', 'POST', {
    key: experiment,
    hypothesis: 'What a flag costs.',
    unit: 'visitor',
    variants: [
      { key: 'control', weight: 0.5 },
      { key: 'treatment', weight: 0.5 },
    ],
    baseline: 'control',
    metrics: ['pledge_conversion'],
  });
  await admin(`/v1/experiments/${experiment}/start`, 'POST');
  const kinds = [
    { kind: 'experiment', experiment, values: { control: 'old', treatment: 'new' } },
    { kind: 'force', value: 'forced', condition: { country: { $in: countries.slice(0, 3) }, plan: 'pro' } },
    { kind: 'rollout', value: 'rolled out', coverage: 0.3, attribute: 'visitor' },
    { kind: 'force', value: 'elsewhere', condition: { $not: { country: { $in: countries.slice(2) } } } },
  ];
  const key = `flag_${number}`;
  const rules = [
    { id: 'first', ...kinds[number % 4] },
    { id: 'second', ...kinds[(number + 1) % 4] },
  ];
  await admin('/v1/flags', 'POST', { key, type: 'string', default_value: 'default', rules });
  await admin(`/v1/flags/${key}/publish`, 'POST');
}

/** Of the process that answers, once it has heard of all flags. */
async function payloadOf({ url }, key, size) {
  for (;;) {
    const answer = await fetch(`${url}/api/features/${key}`);
    const body = await answer.text();
    if (Object.keys(JSON.parse(body).features).length >= size) return { body, etag: answer.headers.get('etag') };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function startPeer(folder, payload) {
  const file = join(folder, 'peer-payload.json');
  writeFileSync(file, payload);
  const port = await freePort();
  const child = fork(join(import.meta.dirname, 'proxy-eval.mjs'), [String(port), file]);
  await new Promise((resolve) => child.once('message', resolve));
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop: () => child.disconnect() };
}
