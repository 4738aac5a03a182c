import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Metrics } from '#libs/http';
import { WorkerProcess } from './worker-process.js';

describe('the worker of a supervisor', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'verdict-worker-'));
  });
  afterEach(() => {
    jest.useRealTimers();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A worker that notes each of its starts, and then does this. */
  const workerThat = (
    does: string,
    onLost: (code: number | null) => void = () => undefined,
    options: { readonly niceness?: number } = {},
  ): WorkerProcess => {
    const file = join(folder, 'worker.mjs');
    writeFileSync(
      file,
      `import { appendFileSync } from 'node:fs';\nimport { env } from 'node:process';\nappendFileSync(env.STARTS, '1');\n${does}`,
    );
    return new WorkerProcess({ STARTS: join(folder, 'starts') }, onLost, { file, ...options });
  };
  const starts = (): number => (existsSync(join(folder, 'starts')) ? readFileSync(join(folder, 'starts')).length : 0);

  it('is started again when it ends', async () => {
    const does = `if (readdirSync(import.meta.dirname).includes('once')) process.send('ready');
      else { writeFileSync(import.meta.dirname + '/once', ''); process.exit(3); }
      process.once('disconnect', () => process.exit());`;
    const codes: (number | null)[] = [];
    const worker = workerThat(`import { readdirSync, writeFileSync } from 'node:fs';\n${does}`, (code) =>
      codes.push(code),
    );
    await expect(worker.start()).rejects.toThrow('exit 3');
    while (starts() < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(codes).toEqual([3]);
    await worker.stop();
  });

  it('stays away once everything is stopped, also where it had just ended', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const worker = workerThat('process.exit(3);');
    await expect(worker.start()).rejects.toThrow('exit 3');
    expect(jest.getTimerCount()).toBe(1);
    await worker.stop();
    expect(jest.getTimerCount()).toBe(0);
    expect(starts()).toBe(1);
  });

  it('lets others go first once it works, not while it starts and somebody waits for it', async () => {
    const does = `const { getPriority } = await import('node:os');
      const priority = () => getPriority(process.pid);
      const first = priority();
      process.on('message', () => process.send([first, priority()]));
      process.once('disconnect', () => process.exit());
      process.send('ready');`;
    const own = getPriority();
    for (const [options, niceness] of [
      [{}, 10],
      [{ niceness: 0 }, own],
    ] as const) {
      const worker = workerThat(does, undefined, options);
      await worker.start();
      expect(await worker.figures()).toEqual([own, niceness]);
      await worker.stop();
    }
  });

  it('tells its figures while it works, and none once it ended', async () => {
    const figure = {
      name: 'verdict_waiting',
      help: 'h',
      type: 'gauge',
      aggregator: 'sum',
      values: [{ value: 3, labels: {} }],
    };
    const worker = workerThat(`process.on('message', () => process.send([${JSON.stringify(figure)}]));
      process.once('disconnect', () => process.exit());
      process.send('ready');`);
    const metrics = new Metrics();
    metrics.include('worker', () => worker.figures());
    metrics.gauge('verdict_waiting', 'h').set(4);
    expect(await worker.figures()).toEqual([]);
    await worker.start();
    expect(await metrics.text()).toContain('verdict_waiting 4\nverdict_waiting{process="worker"} 3\n');
    await worker.stop();
    expect(await metrics.text()).not.toContain('worker');
  });

  it('tells what it waits for, and is named itself when it does not answer', async () => {
    const told = { ready: true, degraded: ['sink_warehouse: cannot go on, and tries again'], down: [] };
    const worker = workerThat(`const told = ${JSON.stringify(told)};
      process.on('message', (word) => process.send(word === 'health' ? told : []));
      process.once('disconnect', () => process.exit());
      process.send('ready');`);
    expect(await worker.health()).toEqual({ degraded: 'does not answer' });
    await worker.start();
    expect(await worker.health()).toEqual({ degraded: told.degraded[0] });
    await worker.stop();
    expect(await worker.health()).toEqual({ degraded: 'does not answer' });
  });
});
