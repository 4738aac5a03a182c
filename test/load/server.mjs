import { fork, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../support/servers.mjs';

const root = join(import.meta.dirname, '..', '..');

/** The product on a port of its own with an empty data folder: the same `npm start`, without the simulated company. */
export async function startProduct(environment = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-bench-'));
  // Started as root, PostgreSQL runs as another user, who must be able to reach its folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, 'bin/verdict.mjs'), 'start', '--empty'], {
    env: { ...process.env, ...environment, PORT: String(port), VERDICT_DATA: folder, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await said(child, 'Verdict is ready');
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    pid: child.pid,
    key: readFileSync(join(folder, 'keys/app'), 'utf8'),
    commandKey: JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')).commandKey,
    stop: async () => {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One service alone, against the servers of the environment, with a data folder of its own. */
export async function startService(name, environment) {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-bench-'));
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, 'bin/verdict.mjs'), 'run', name], {
    env: { ...process.env, ...environment, PORT: String(port), VERDICT_DATA: folder, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) {
    if (child.exitCode !== null)
      throw new Error(`The service ${name} ended (exit ${child.exitCode}) before it was ready.`);
    await pause(50);
  }
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Bare Nest and Fastify in a process of its own. */
export async function startEcho() {
  const port = await freePort();
  const child = fork(join(import.meta.dirname, 'echo.mjs'), [String(port)]);
  await new Promise((resolve) => child.once('message', resolve));
  return { url: `http://127.0.0.1:${port}/echo`, stop: () => child.disconnect() };
}

const isReady = (url) =>
  fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

function said(child, text) {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes(text)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`The product ended (exit ${code}) before it was ready.\n${output}`)));
  });
}
