import { describe, expect, it } from '@jest/globals';
import { GrowthBookService } from '../growthbook/growthbook.service.js';
import { OfrepService } from '../ofrep/ofrep.service.js';
import { snapshotOf } from '../snapshot/snapshot.js';
import type { SnapshotService } from '../snapshot/snapshot.service.js';
import type { StickyMemory } from '../sticky/sticky-memory.js';
import { Turns } from './turns.js';

/** Who did something in which turn of the event loop. */
async function turnsOf(jobs: readonly (readonly [name: string, flags: number])[]): Promise<string[]> {
  const turns = new Turns();
  let turn = 0;
  let counting = true;
  const count = (): void => {
    turn++;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const done: string[] = [];
  await Promise.all(
    jobs.map(([name, flags]) => Promise.resolve(turns.take(flags, () => void done.push(`${name} ${turn}`)))),
  );
  counting = false;
  return done;
}

describe('turns of the event loop', () => {
  it('have one answer of ten thousand flags each, in the order in which they were asked for', async () => {
    const done = await turnsOf(Array.from({ length: 50 }, (_, index) => [`a${index}`, 10_000]));
    expect(done.map((one) => one.split(' ')[0])).toEqual(Array.from({ length: 50 }, (_, index) => `a${index}`));
    expect(new Set(done.map((one) => one.split(' ')[1])).size).toBe(50);
  });

  it('have more of fewer flags, and never let those of one or two wait', async () => {
    const done = await turnsOf([
      ['large', 10_000],
      ['next', 5_000],
      ['beside', 5_000],
      ['after', 5_000],
      ['one', 1],
    ]);
    expect(done.map((one) => one.split(' ')[0])).toEqual(['large', 'one', 'next', 'beside', 'after']);
    const turn = Object.fromEntries(done.map((one) => one.split(' ')));
    expect(turn.one).toBe(turn.large);
    expect(turn.beside).toBe(turn.next);
    expect(turn.after).not.toBe(turn.next);
  });

  it('go on after work that fails, and tell whoever asked', async () => {
    const turns = new Turns();
    const fail = (): never => {
      throw new Error('no');
    };
    expect(() => turns.take(10_000, fail)).toThrow('no');
    const late = turns.take(10_000, fail);
    const after = turns.take(10_000, () => 'done');
    await expect(late).rejects.toThrow('no');
    expect(await after).toBe('done');
  });

  it('are kept by all answers of every flag', async () => {
    const content = { description: '', default_value: 'a', rules: [], prerequisites: [], archived: false };
    const flags = Array.from({ length: 10_000 }, (_, index) => ({
      key: `f${index}`,
      type: 'string' as const,
      content,
    }));
    const stored = { version: 1, readAt: 0, changedAt: 0, definitions: [], groups: [], flags };
    const snapshots = { current: await snapshotOf(stored, 0) } as SnapshotService;
    const turns = new Turns();
    // Nothing here is sticky, so that nothing is asked of it.
    const memory = {} as StickyMemory;
    const ofrep = new OfrepService(snapshots, memory, turns);
    const growthbook = new GrowthBookService(snapshots, memory, turns);
    const caller = { kind: 'client', id: '1', name: 'page', scopes: [], live: true } as const;
    const asked = { attributes: {}, forcedVariations: {}, forcedFeatures: [], url: '' };
    const context = { targetingKey: 'u1' };
    expect(ofrep.all({ context }, caller)).not.toBeInstanceOf(Promise);
    expect(ofrep.all({ context }, caller)).toBeInstanceOf(Promise);
    expect(growthbook.answer(asked, caller)).toBeInstanceOf(Promise);
    expect(ofrep.one('f1', { context }, caller)).toContain('"f1"');
  });
});
