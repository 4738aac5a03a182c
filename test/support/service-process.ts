import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '#libs/config';
import { freePort } from './servers.mjs';
import { until } from './until.js';

/** One service alone, built, in a process of its own, as a deployment runs it. `Product.build()` comes first. */
export class ServiceProcess {
  private text = '';
  /** Code and signal with which it ended. */
  readonly ended: Promise<readonly [number | null, NodeJS.Signals | null]>;

  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    this.ended = new Promise((resolve) => child.once('close', (code, signal) => resolve([code, signal])));
  }

  static async start(
    service: 'experiment' | 'risk' | 'worker',
    environment: Readonly<Record<string, string>>,
  ): Promise<ServiceProcess> {
    const port = environment['PORT'] ?? String(await freePort());
    const child = spawn(process.execPath, [join(projectRoot(), 'bin/verdict.mjs'), 'run', service], {
      env: { PATH: process.env['PATH'], PORT: port, LOG_LEVEL: 'fatal', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ServiceProcess(child, `http://127.0.0.1:${port}`);
  }

  get output(): string {
    return this.text;
  }

  async ready(): Promise<this> {
    await until(async () => (await fetch(`${this.url}/health/ready`)).ok);
    return this;
  }

  async stop(signal: NodeJS.Signals): Promise<readonly [number | null, NodeJS.Signals | null]> {
    this.child.kill(signal);
    return this.ended;
  }
}
