import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';
import { freePort } from '../support/servers.mjs';

const bin = join(projectRoot(), 'bin/verdict.mjs');
const minutes = 60_000;

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
  readonly ended: Promise<number | null>;
  output(): string;
}

const children: Started[] = [];
const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'verdict-start-'));
  folders.push(made);
  return made;
}

async function start(environment: Record<string, string>, ...parameters: string[]): Promise<Started> {
  const port = Number(environment['PORT'] ?? (await freePort()));
  const child = spawn(process.execPath, [bin, 'start', '--empty', ...parameters], {
    env: { ...process.env, NODE_OPTIONS: '', PORT: String(port), LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const started: Started = { child, port, ended, output: () => output };
  children.push(started);
  return started;
}

async function ready(started: Started): Promise<void> {
  await until(() => {
    if (started.child.exitCode !== null) throw new Error(`It ended: ${started.output()}`);
    return started.output().includes('Verdict is ready');
  });
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Processes of ours that still have to do with a data folder: the servers' command lines and environments name it. */
function leftBehind(data: string): string[] {
  return execFileSync('ps', ['axeww', '-o', 'pid,args'], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter((line) => line.includes(data) && !line.includes('ps axeww') && !line.includes('jest'));
}

describe('npm start', () => {
  beforeAll(() => {
    execFileSync(process.execPath, [bin, '--help'], { stdio: 'ignore' });
  }, 2 * minutes);

  afterEach(async () => {
    for (const { child, ended } of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    }
    for (const made of folders) await until(() => leftBehind(made).length === 0);
    for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  }, minutes);

  it(
    'answers on its port, tells how to sign in, refuses a second start on the same data, and Ctrl-C leaves nothing behind',
    async () => {
      const data = folder();
      const first = await start({ VERDICT_DATA: data });
      await ready(first);
      const health = await fetch(`http://127.0.0.1:${first.port}/health/ready`);
      expect(health.status).toBe(200);
      const password = /sign in as (\S+), password (\S+)/.exec(first.output());
      const session = await fetch(`http://127.0.0.1:${first.port}/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: password?.[1], password: password?.[2] }),
      });
      expect(session.status).toBe(200);
      expect(statSync(join(data, 'secrets.json')).mode & 0o077).toBe(0);
      expect(statSync(join(data, 'keys/app')).mode & 0o077).toBe(0);

      const second = await start({ VERDICT_DATA: data });
      expect(await second.ended).toBe(1);
      expect(second.output()).toContain(`already runs on ${data}`);

      first.child.kill('SIGINT');
      expect(await first.ended).toBe(0);
      expect(leftBehind(data)).toEqual([]);
    },
    2 * minutes,
  );

  it(
    'leaves nothing behind when it is killed outright, and starts again on the same data',
    async () => {
      const data = folder();
      const first = await start({ VERDICT_DATA: data });
      await ready(first);
      expect(leftBehind(data).length).toBeGreaterThan(0);
      first.child.kill('SIGKILL');
      await first.ended;
      await until(() => leftBehind(data).length === 0);
      const again = await start({ VERDICT_DATA: data });
      await ready(again);
      again.child.kill('SIGTERM');
      expect(await again.ended).toBe(0);
    },
    2 * minutes,
  );

  describe('says in one sentence', () => {
    let taken: Server | undefined;
    afterEach(() => {
      taken?.close();
    });

    const sentence = async (environment: Record<string, string>): Promise<string> => {
      const started = await start(environment);
      expect(await started.ended).toBe(1);
      return started.output().trim().split('\n').at(-1) ?? '';
    };

    it('that a port is taken', async () => {
      const port = await freePort();
      taken = createServer().listen(port, '127.0.0.1');
      expect(await sentence({ VERDICT_DATA: folder(), PORT: String(port) })).toMatch(
        /^Port \d+ is taken; choose another/,
      );
    });

    it('that the data folder is a file', async () => {
      const file = join(folder(), 'file');
      writeFileSync(file, '');
      expect(await sentence({ VERDICT_DATA: file })).toMatch(/is a file; name another by VERDICT_DATA/);
    });

    it('that the secrets are damaged', async () => {
      const data = folder();
      writeFileSync(join(data, 'secrets.json'), '{');
      expect(await sentence({ VERDICT_DATA: data })).toContain('is damaged');
    });

    it(
      'that the data are of another PostgreSQL',
      async () => {
        const data = folder();
        const started = await start({ VERDICT_DATA: data });
        await ready(started);
        started.child.kill('SIGTERM');
        await started.ended;
        writeFileSync(join(data, 'postgres/PG_VERSION'), '9\n');
        expect(await sentence({ VERDICT_DATA: data })).toMatch(/another version of PostgreSQL|could not use the data/);
      },
      minutes,
    );

    it('which setting is wrong', async () => {
      expect(await sentence({ VERDICT_DATA: folder(), BUCKET_URL: 's3://bucket' })).toMatch(
        /BUCKET_URL: only file: is served/,
      );
    });

    it('that nothing is embedded in production', async () => {
      expect(await sentence({ VERDICT_DATA: folder(), NODE_ENV: 'production' })).toContain(
        'In production nothing is embedded',
      );
    });
  });
});
