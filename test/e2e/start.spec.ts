import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataFolder, hostsOf, leftBehind, Product, removeDataFolders, until } from '../support/product.js';
import { freePort } from '../support/servers.mjs';

const minutes = 60_000;
const products: Product[] = [];

async function start(data: string, environment: Record<string, string> = {}): Promise<Product> {
  const product = await Product.start(data, environment, '--empty');
  products.push(product);
  return product;
}

/** A process that has run for an hour when it begins, as one that had a lot to build. */
const aged = '--import=data:text/javascript,const/**/uptime=process.uptime;process.uptime=()=>3600+uptime()';

const draft = {
  hypothesis: 'It lasts.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  baseline: 'control',
  metrics: ['pledge_conversion'],
};

/** Until what is asked is answered as it should be; the test's own limit ends the waiting. */
async function untilAnswered(ask: () => Promise<void>): Promise<void> {
  for (;;) {
    const failure = await ask().catch((error: unknown) => error);
    if (failure === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe('npm start', () => {
  beforeAll(() => Product.build(), 2 * minutes);

  afterEach(async () => {
    for (const product of products.splice(0)) {
      if (product.child.exitCode === null && product.child.signalCode === null) await product.stop('SIGKILL');
      await product.ended;
    }
    await removeDataFolders();
  }, minutes);

  it(
    'answers on its port, tells how to sign in and nothing of its log, refuses a second start on the same data, and Ctrl-C leaves nothing behind',
    async () => {
      const data = dataFolder();
      const first = await (await start(data, { NODE_OPTIONS: aged })).ready();
      expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
      const figures = await (await fetch(`${first.url}/metrics`)).text();
      expect(figures).toMatch(/^verdict_oldest_job_seconds\{process="worker"\} \d/m);
      expect(figures.match(/^(?!#|verdict_).+/gm)).toBeNull();
      expect(first.output).not.toContain('{"level"');
      expect(Number(/ready \((\d+) s\)/.exec(first.output)?.[1])).toBeGreaterThanOrEqual(3_600);
      const session = await fetch(`${first.url}/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(first.admin),
      });
      expect(session.status).toBe(200);
      for (const path of ['secrets.json', 'keys/app', 'warehouse.duckdb', 'loading'])
        expect([path, statSync(join(data, path)).mode & 0o077]).toEqual([path, 0]);
      for (const [path, status, type] of [
        ['/flags/new', 200, 'text/html'],
        ['/metrics', 200, 'text/html'],
        ['/metrics/new', 200, 'text/html'],
        ['/ofrep/v2/nothing', 404, 'application/problem+json'],
      ] as const) {
        const page = await fetch(`${first.url}${path}`, { headers: { accept: 'text/html' } });
        expect([page.status, page.headers.get('content-type')]).toEqual([status, expect.stringContaining(type)]);
      }

      // Of one on its own port the port is no matter.
      for (const environment of [{}, { PORT: String(first.port) }]) {
        const second = await start(data, environment);
        expect(await second.ended).toBe(1);
        expect(second.output).toContain(`already runs on ${data}`);
      }

      expect(await first.stop('SIGINT')).toBe(0);
      expect(leftBehind(data)).toEqual([]);
    },
    4 * minutes,
  );

  it(
    'ends within seconds, in order and with all its children, when Ctrl-C reaches npm and every process beside it',
    async () => {
      const data = dataFolder();
      const began = Date.now();
      const product = await Product.startByNpm(data, '--empty');
      products.push(product);
      await product.ready();
      const startMs = Date.now() - began;
      expect(leftBehind(data).length).toBeGreaterThan(5);
      const pressed = Date.now();
      await product.interrupt();
      await until(() => leftBehind(data).length === 0);
      // A machine that is busy elsewhere is slow at both.
      expect(Date.now() - pressed).toBeLessThan(Math.max(5_000, startMs));
      expect(product.output).toContain('Stopping …');
      expect(product.output).not.toMatch(/started again|is away/);
      // Whoever is killed leaves these.
      expect(readdirSync(data).filter((name) => /^running\.json$|^claim\./.test(name))).toEqual([]);
      expect(existsSync(join(data, 'postgres/postmaster.pid'))).toBe(false);
    },
    4 * minutes,
  );

  it(
    'ends at once at a second Ctrl-C, while the first waits for the rest of a request',
    async () => {
      const data = dataFolder();
      const product = await (await start(data)).ready();
      const socket = connect(product.port, '127.0.0.1').on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(
        'POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"',
      );
      // The service has read as far: it has answered what was asked after it.
      await product.ask('/v1/experiments');
      product.child.kill('SIGINT');
      await until(() => product.output.includes('Stopping …'));
      // Within a second it is npm's, which hands the same one on.
      await pause(1_100);
      // Had it waited for the request, it would have ended well.
      expect(await product.stop('SIGINT')).toBe(130);
      socket.destroy();
      await until(() => leftBehind(data).length === 0);
    },
    4 * minutes,
  );

  it(
    'is stopped while it starts',
    async () => {
      const data = dataFolder();
      const product = await start(data);
      await until(() => product.output.includes('Starting the services'));
      expect(await product.stop('SIGINT')).toBe(0);
      expect(product.output).toContain('Stopping …');
      expect(product.output).not.toContain('Verdict is ready');
      expect(leftBehind(data)).toEqual([]);
    },
    4 * minutes,
  );

  it(
    'leaves nothing behind when it is killed outright, and starts again on the same data',
    async () => {
      const data = dataFolder();
      const first = await (await start(data)).ready();
      expect(leftBehind(data).length).toBeGreaterThan(0);
      await first.stop('SIGKILL');
      await until(() => leftBehind(data).length === 0);
      // Any free port: the one that it has is the one that it tells.
      const again = await (await start(data, { PORT: '0' })).ready();
      const [, told = ''] = /Console +(\S+)/.exec(again.output) ?? [];
      expect((await fetch(`${told}/health/ready`)).status).toBe(200);
      expect(await again.stop('SIGTERM')).toBe(0);
    },
    4 * minutes,
  );

  it(
    'starts a store again that was killed, on what it had',
    async () => {
      const data = dataFolder();
      const product = await (await start(data)).ready();
      const experiment = { ...draft, key: 'survivor' };
      await product.ask('/v1/experiments', { method: 'POST', body: JSON.stringify(experiment) });
      for (const { pid } of hostsOf(product)) process.kill(pid, 'SIGKILL');
      await until(() => /The embedded postgres is back/.test(product.output));
      await until(() => /The embedded redis is back/.test(product.output));
      await untilAnswered(async () => {
        const found = await product.ask<{ key: string }>('/v1/experiments/survivor');
        expect(found.key).toBe('survivor');
      });
      await untilAnswered(async () => {
        const score = await product.ask<{ degraded: string[] }>('/v1/pledges/score', {
          method: 'POST',
          body: JSON.stringify({ pledge: { id: `p-${Date.now()}`, project_id: 'x', amount: 100, currency: 'USD' } }),
        });
        expect(score.degraded).not.toContain('velocity');
      });
      expect(await product.stop()).toBe(0);
      expect(leftBehind(data)).toEqual([]);
    },
    4 * minutes,
  );

  it(
    'leaves no store behind when its host is killed with it',
    async () => {
      const data = dataFolder();
      const product = await (await start(data)).ready();
      const hosts = hostsOf(product);
      expect(hosts).toHaveLength(2);
      product.child.kill('SIGKILL');
      for (const { pid } of hosts) process.kill(pid, 'SIGKILL');
      await until(() => leftBehind(data).length === 0);
    },
    4 * minutes,
  );

  describe('says in one sentence', () => {
    let taken: Server | undefined;
    afterEach(() => {
      taken?.close();
    });

    const sentence = async (data: string, environment: Record<string, string> = {}): Promise<string> => {
      const product = await start(data, environment);
      expect(await product.ended).toBe(1);
      return product.output.trim().split('\n').at(-1) ?? '';
    };

    it('that a port is taken', async () => {
      const port = await freePort();
      taken = createServer().listen(port, '127.0.0.1');
      expect(await sentence(dataFolder(), { PORT: String(port) })).toMatch(/^Port \d+ is taken; choose another/);
    });

    it('that the data folder is a file', async () => {
      const file = join(dataFolder(), 'file');
      writeFileSync(file, '');
      expect(await sentence(file)).toBe(
        `The data folder ${file} cannot be used: ${file} is a file. Name another by VERDICT_DATA.`,
      );
      expect(await sentence(join(file, 'below'))).toContain(`/below cannot be used: ${file} is a file.`);
    });

    it('that the data folder cannot be made', async () => {
      // Asked for a folder and its parents at once, Node tries for ever here.
      expect(await sentence('/proc/verdict/data')).toMatch(
        /^The data folder \/proc\/verdict\/data cannot be used: .+ VERDICT_DATA\.$/,
      );
    });

    it('that the secrets are damaged', async () => {
      const data = dataFolder();
      writeFileSync(join(data, 'secrets.json'), '{');
      expect(await sentence(data)).toContain('is damaged');
    });

    it('that the secrets of what is there are missing', async () => {
      const data = dataFolder();
      mkdirSync(join(data, 'postgres'));
      expect(await sentence(data)).toMatch(/secrets\.json is missing; .+ Restore it, or move the folder away\.$/);
      expect(existsSync(join(data, 'secrets.json'))).toBe(false);
    });

    it(
      'that the data are of another PostgreSQL',
      async () => {
        const data = dataFolder();
        const product = await (await start(data)).ready();
        await product.stop();
        writeFileSync(join(data, 'postgres/PG_VERSION'), '9\n');
        expect(await sentence(data)).toMatch(/another version of PostgreSQL|could not use the data/);
      },
      2 * minutes,
    );

    it('which setting is wrong', async () => {
      expect(await sentence(dataFolder(), { BUCKET_URL: 'ftp://bucket' })).toMatch(/BUCKET_URL: /);
    });

    it('that nothing is embedded in production', async () => {
      expect(await sentence(dataFolder(), { NODE_ENV: 'production' })).toContain('In production nothing is embedded');
    });
  });
});
