import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#libs/config';
import { freePort } from './servers.mjs';

const bin = join(projectRoot(), 'bin/verdict.mjs');
const build = `import { buildIfStale } from ${JSON.stringify(join(projectRoot(), 'bin/build.mjs'))}; await buildIfStale();`;

/** `npm start` as a user runs it: the built product in a process of its own, on a port and a data folder of its own. */
export class Product {
  private text = '';
  readonly ended: Promise<number | null>;

  private constructor(
    readonly child: ChildProcess,
    readonly port: number,
    readonly data: string,
  ) {
    child.stdout?.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    this.ended = new Promise((resolve) => child.once('exit', resolve));
  }

  /** Builds what is stale, so that no test's time goes into it. */
  static build(): void {
    const parameters = ['--input-type=module', '--eval', build];
    execFileSync(process.execPath, parameters, { stdio: 'ignore', env: plainEnvironment() });
  }

  static async start(
    data: string,
    environment: Record<string, string> = {},
    ...parameters: string[]
  ): Promise<Product> {
    const port = Number(environment['PORT'] ?? (await freePort()));
    const child = spawn(process.execPath, [bin, 'start', ...parameters], {
      env: { ...plainEnvironment(), PORT: String(port), VERDICT_DATA: data, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Product(child, port, data);
  }

  /** By `npm start`, at the head of a process group of its own, as in a terminal. */
  static async startByNpm(data: string, ...parameters: string[]): Promise<Product> {
    const port = await freePort();
    const child = spawn('npm', ['start', '--', ...parameters], {
      cwd: projectRoot(),
      env: { ...plainEnvironment(), PORT: String(port), VERDICT_DATA: data },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    return new Product(child, port, data);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** As a first start tells it. */
  get admin(): { readonly email: string; readonly password: string } {
    const [, email = '', password = ''] = /sign in as (\S+), password (\S+)/.exec(this.text) ?? [];
    return { email, password };
  }

  get output(): string {
    return this.text;
  }

  /** @throws Error with what it said when it ends instead. */
  async ready(): Promise<this> {
    await until(() => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) throw new Error(`It ended: ${this.text}`);
      return this.text.includes('Verdict is ready');
    });
    return this;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }

  /** Ctrl-C as a terminal gives it: to every process of the group at once. */
  async interrupt(): Promise<number | null> {
    if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGINT');
    return this.ended;
  }

  /** Asks with the key that may do everything, which lies in the data folder. */
  async ask<Answer>(path: string, request: RequestInit = {}): Promise<Answer> {
    const answer = await this.fetch(path, request);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Answer;
  }

  /** As `ask`, whatever is answered. */
  fetch(path: string, request: RequestInit = {}): Promise<Response> {
    const { commandKey } = JSON.parse(readFileSync(join(this.data, 'secrets.json'), 'utf8')) as { commandKey: string };
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${commandKey}`);
    if (request.body !== undefined) headers.set('content-type', 'application/json');
    return fetch(`${this.url}${path}`, { ...request, headers });
  }
}

const folders: string[] = [];

export function dataFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'verdict-start-'));
  // Started as root, PostgreSQL runs as another user, who must be able to reach its folder.
  chmodSync(made, 0o755);
  folders.push(made);
  return made;
}

export async function removeDataFolders(): Promise<void> {
  for (const made of folders) await until(() => leftBehind(made).length === 0);
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
}

/** Processes that still have to do with a data folder: their command lines or environments name it. */
export function leftBehind(data: string): string[] {
  return execFileSync('ps', ['axeww', '-o', 'pid,args'], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter((line) => line.includes(data) && !line.includes('ps axeww'));
}

/** The processes that hold a store each, by the name of the store. */
export function hostsOf({ child }: Product): { readonly pid: number; readonly name: string }[] {
  const all = execFileSync('ps', ['-o', 'pid,args', '--ppid', String(child.pid)], { encoding: 'utf8' });
  return [...all.matchAll(/^ *(\d+) .*\/(\w+)\.host\.js$/gm)].map(([, pid, name = '']) => ({ pid: Number(pid), name }));
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}

function plainEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(NODE_OPTIONS|LOG_LEVEL|JEST_|TEST_|DATABASE_URL|REDIS_URL)/.test(entry[0]),
  );
  return Object.fromEntries(kept);
}
