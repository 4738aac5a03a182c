import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createRedis } from '#libs/redis';
import { endWithUs } from '../../hosts/end-with-us.js';
import { freePort } from '../../hosts/free-port.js';

const startMs = 10_000;

/** The redis-server of a search path; undefined: there is none. */
export const redisServer = (searchPath: string): string | undefined =>
  searchPath
    .split(delimiter)
    .flatMap((folder) => ['redis-server', 'valkey-server'].map((name) => join(folder, name)))
    .find((path) => existsSync(path));

/** A redis-server to which everything may be done that happens to one. */
export class RedisAtRisk {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly binary: string,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(binary: string, folder: string): Promise<RedisAtRisk> {
    mkdirSync(folder, { recursive: true });
    const redis = new RedisAtRisk(binary, folder, await freePort());
    await redis.begin();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** As a machine does that loses its power. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** With nothing, or with what there was when `keep` was called. */
  async begin(from: 'nothing' | 'kept' = 'nothing'): Promise<void> {
    const name = from === 'kept' ? 'kept.rdb' : 'none.rdb';
    const parameters = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
    this.child = spawn(this.binary, [...parameters, '--save', '', '--dbfilename', name], { stdio: 'ignore' });
    endWithUs(this.child, 'TERM');
    await this.told(() => Promise.resolve());
  }

  async keep(): Promise<void> {
    await this.told((redis) => redis.save());
    copyFileSync(join(this.folder, 'none.rdb'), join(this.folder, 'kept.rdb'));
  }

  flush(): Promise<void> {
    return this.told((redis) => redis.flushall());
  }

  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  private async told(work: (redis: ReturnType<typeof createRedis>) => Promise<unknown>): Promise<void> {
    const redis = createRedis(this.url, { name: 'certificate', commandTimeoutMs: startMs });
    try {
      await new Promise((resolve) => redis.once('ready', resolve));
      await work(redis);
    } finally {
      redis.disconnect();
    }
  }
}
