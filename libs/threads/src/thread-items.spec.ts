import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ThreadOverrun, threadItems, type ThreadLimits } from './thread-items.js';

const entry = new URL('../testing/count.thread.js', import.meta.url);

async function numbers(data: unknown, limits?: ThreadLimits, pauseMs = 0): Promise<number[]> {
  const found: number[] = [];
  for await (const bytes of threadItems<Uint8Array>(entry, data, limits)) {
    found.push(bytes[0] ?? -1);
    if (pauseMs > 0) await pause(pauseMs);
  }
  return found;
}

describe('threadItems', () => {
  it('gives what the thread makes, in order, however slowly it is taken', async () => {
    expect(await numbers({ to: 5 })).toEqual([0, 1, 2, 3, 4]);
    expect(await numbers({ to: 3 }, {}, 20)).toEqual([0, 1, 2]);
    expect(await numbers({ to: 0 })).toEqual([]);
  });

  it('throws a refusal as the thread threw it, and a defect by its message', async () => {
    await expect(numbers({ to: 5, at: { number: 2, what: 'refuse' } })).rejects.toMatchObject({
      name: 'VerdictError',
      kind: 'invalid',
      message: 'No.',
      problems: [{ pointer: '/to', rule: 'much', detail: 'too much' }],
    });
    await expect(numbers({ to: 5, at: { number: 0, what: 'throw' } })).rejects.toThrow('A defect.');
  });

  it('ends a thread that takes too long, or too much memory', async () => {
    const endless = numbers({ to: 5, at: { number: 1, what: 'loop' } }, { milliseconds: 1_000 });
    await expect(endless).rejects.toThrow(ThreadOverrun);
    const greedy = numbers({ to: 5, at: { number: 1, what: 'fill' } }, { heapMegabytes: 32 });
    await expect(greedy).rejects.toThrow(ThreadOverrun);
  });

  it('gives a thread up that hangs in the file system', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'verdict-threads-'));
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    try {
      const hung = numbers({ to: 5, at: { number: 1, what: { open: pipe } } }, { milliseconds: 1_000 });
      await expect(hung).rejects.toThrow(ThreadOverrun);
    } finally {
      // Lets the thread go: opened for both, a pipe waits for nobody.
      closeSync(openSync(pipe, 'r+'));
      rmSync(folder, { recursive: true });
    }
  });

  it('ends with the signal’s reason, also while the thread is busy', async () => {
    const stop = new AbortController();
    const endless = numbers({ to: 5, at: { number: 1, what: 'loop' } }, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('Enough.')), 300);
    await expect(endless).rejects.toThrow('Enough.');
    await expect(numbers({ to: 5 }, { signal: stop.signal })).rejects.toThrow('Enough.');
  });

  it('ends the thread with an iteration that is left early', async () => {
    for await (const bytes of threadItems<Uint8Array>(entry, { to: 1_000_000 })) if (bytes[0] === 1) break;
    await expect(numbers({ to: 1 })).resolves.toEqual([0]);
  });
});
