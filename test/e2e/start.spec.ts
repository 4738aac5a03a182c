import { statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataFolder, leftBehind, Product, removeDataFolders, until } from '../support/product.js';
import { freePort } from '../support/servers.mjs';

const minutes = 60_000;
const products: Product[] = [];

async function start(data: string, environment: Record<string, string> = {}): Promise<Product> {
  const product = await Product.start(data, environment, '--empty');
  products.push(product);
  return product;
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
    'answers on its port, tells how to sign in, refuses a second start on the same data, and Ctrl-C leaves nothing behind',
    async () => {
      const data = dataFolder();
      const first = await (await start(data)).ready();
      expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
      const told = /sign in as (\S+), password (\S+)/.exec(first.output);
      const session = await fetch(`${first.url}/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: told?.[1], password: told?.[2] }),
      });
      expect(session.status).toBe(200);
      expect(statSync(join(data, 'secrets.json')).mode & 0o077).toBe(0);
      expect(statSync(join(data, 'keys/app')).mode & 0o077).toBe(0);

      const second = await start(data);
      expect(await second.ended).toBe(1);
      expect(second.output).toContain(`already runs on ${data}`);

      expect(await first.stop('SIGINT')).toBe(0);
      expect(leftBehind(data)).toEqual([]);
    },
    2 * minutes,
  );

  it(
    'leaves nothing behind when it is killed outright, and starts again on the same data',
    async () => {
      const data = dataFolder();
      const first = await (await start(data)).ready();
      expect(leftBehind(data).length).toBeGreaterThan(0);
      await first.stop('SIGKILL');
      await until(() => leftBehind(data).length === 0);
      const again = await (await start(data)).ready();
      expect(await again.stop('SIGTERM')).toBe(0);
    },
    2 * minutes,
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
      expect(await sentence(file)).toMatch(/is a file; name another by VERDICT_DATA/);
    });

    it('that the secrets are damaged', async () => {
      const data = dataFolder();
      writeFileSync(join(data, 'secrets.json'), '{');
      expect(await sentence(data)).toContain('is damaged');
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
      expect(await sentence(dataFolder(), { BUCKET_URL: 's3://bucket' })).toMatch(/BUCKET_URL: only file: is served/);
    });

    it('that nothing is embedded in production', async () => {
      expect(await sentence(dataFolder(), { NODE_ENV: 'production' })).toContain('In production nothing is embedded');
    });
  });
});
