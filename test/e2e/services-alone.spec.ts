import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessModule } from '#libs/access';
import { projectRoot } from '#libs/config';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { Product } from '../support/product.js';
import { testRedisUrl } from '../support/redis.js';
import { testService } from '../support/service.js';
import { ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';

const minutes = 60_000;
const names = ['experiment', 'risk', 'worker'] as const;

describe('each service alone, on the servers that it is told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-alone-'));
  const services = new Map<string, ServiceProcess>();
  const figures = new Set<string>();
  let statsd: Socket;
  let database: TestDatabase;
  let environment: Record<string, string>;
  let testKey: string;

  beforeAll(async () => {
    Product.build();
    statsd = createSocket('udp4', (message) => {
      for (const line of message.toString().trim().split('\n')) figures.add(line.split(':')[0] ?? '');
    });
    statsd.bind(0, '127.0.0.1');
    await once(statsd, 'listening');
    database = await testDatabase();
    environment = {
      DATABASE_URL: database.url,
      REDIS_URL: await testRedisUrl(),
      STATSD_URL: `statsd://127.0.0.1:${statsd.address().port}`,
      VERDICT_DATA: folder,
    };
    const keys = await testService({ modules: [AccessModule], environment });
    testKey = await keys.key({ live: false });
    await keys.close();
    for (const name of names) services.set(name, await ServiceProcess.start(name, environment));
    await Promise.all([...services.values()].map((service) => service.ready()));
  }, 5 * minutes);
  afterAll(async () => {
    for (const service of services.values()) await service.stop('SIGKILL');
    statsd.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }, minutes);

  const service = (name: (typeof names)[number]): ServiceProcess => {
    const found = services.get(name);
    if (found === undefined) throw new Error(`The service ${name} was not started.`);
    return found;
  };

  it.each(['experiment', 'risk'] as const)('%s has every route of its description', async (name) => {
    const { paths } = JSON.parse(readFileSync(join(projectRoot(), `openapi/${name}.json`), 'utf8')) as {
      paths: Record<string, object>;
    };
    const missing: string[] = [];
    for (const path of Object.keys(paths)) {
      const answer = await fetch(`${service(name).url}${path.replaceAll(/\{\w+\}/g, 'x')}`, { method: 'OPTIONS' });
      if (answer.status === 404) missing.push(path);
    }
    expect(missing).toEqual([]);
  });

  it.each([
    ['experiment', 'verdict_experiment_snapshot_version'],
    ['risk', 'verdict_pledge_assessments_total'],
    ['worker', 'verdict_sink_lag_seconds'],
  ] as const)('%s has its figures at /metrics', async (name, figure) => {
    await until(async () => (await (await fetch(`${service(name).url}/metrics`)).text()).includes(`# TYPE ${figure} `));
  });

  it('says in one sentence, and nothing more, what it lacks', async () => {
    const { DATABASE_URL: _, REDIS_URL: __, ...rest } = environment;
    const lacking = await ServiceProcess.start('risk', { ...rest, LOG_LEVEL: 'log' });
    expect(await lacking.ended).toEqual([1, null]);
    expect(lacking.output).toBe('A service alone embeds no store: set DATABASE_URL and REDIS_URL.\n');
  });

  it('says in one sentence that its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const PORT = typeof address === 'object' && address !== null ? String(address.port) : '';
    const late = await ServiceProcess.start('experiment', { ...environment, PORT });
    services.set('late', late);
    await late.ended.finally(() => taken.close());
    expect([await late.ended, late.output]).toEqual([[1, null], 'The port is taken; choose another with PORT.\n']);
  });

  it('answers what it has accepted before it stops, and tells its last figures', async () => {
    const risk = service('risk');
    const slow = request(`${risk.url}/v1/pledges/score`, {
      method: 'POST',
      agent: false,
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    });
    const answered = once(slow, 'response') as Promise<[IncomingMessage]>;
    slow.end(JSON.stringify({ pledge: { id: 'test_slow-1', project_id: 'p', amount: 100, currency: 'USD' } }));
    await once(slow, 'finish');
    // What came after it has been answered: so it has been read.
    expect((await fetch(`${risk.url}/health/live`)).status).toBe(200);
    const ended = risk.stop('SIGTERM');
    const [answer] = await answered;
    expect([answer.statusCode, JSON.parse(await text(answer))]).toMatchObject([200, { pledge_id: 'test_slow-1' }]);
    expect(await ended).toEqual([null, 'SIGTERM']);
    const { rows } = await database.database.pool.query('SELECT pledge_id FROM assessment');
    expect(rows).toEqual([{ pledge_id: 'test_slow-1' }]);
    const figure = 'verdict.risk.http_request_duration_seconds_count.POST._v1_pledges_score.200';
    await until(() => Promise.resolve(figures.has(figure)));
  });
});
