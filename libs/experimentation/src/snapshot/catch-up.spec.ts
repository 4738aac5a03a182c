import { describe, expect, it } from '@jest/globals';
import { CatchUp } from './catch-up.js';

const changedAt = Date.parse('2026-03-31T12:00:00.500Z');

/** A process at version 7, or after a step of a ramp since, and how often it read the database. */
function processAtSeven(clock = { now: () => 0 }, revision = '7') {
  const reads = { count: 0 };
  const poll = (): Promise<void> => Promise.resolve(void reads.count++);
  const snapshots = { version: 7, current: { revision, changedAt }, poll };
  return { catchUp: new CatchUp(snapshots, clock), reads };
}

describe('CatchUp', () => {
  it.each([
    ['8', undefined],
    ['7.1774958400000', undefined],
    [undefined, '2026-03-31T12:00:00.501Z'],
    [undefined, String(changedAt / 1_000 + 0.5)],
    ['6', '2026-03-31T12:00:01Z'],
  ])('reads for who heard of etag %s and time %s', async (etag, lastModified) => {
    const { catchUp, reads } = processAtSeven();
    await catchUp.to({ etag, lastModified });
    expect(reads.count).toBe(1);
  });

  it.each([
    [undefined, undefined],
    ['7', '2026-03-31T12:00:00.500Z'],
    ['6', '1774958399'],
    ['nonsense', 'nonsense'],
  ])('lets who heard of etag %s and time %s go on', (etag, lastModified) => {
    const { catchUp, reads } = processAtSeven();
    expect(catchUp.to({ etag, lastModified })).toBeUndefined();
    expect(reads.count).toBe(0);
  });

  it('lets who heard of the step of a ramp go on where it was taken', () => {
    const { catchUp, reads } = processAtSeven(undefined, '7.1774958400000');
    expect(catchUp.to({ etag: '7.1774958400000', lastModified: undefined })).toBeUndefined();
    expect(reads.count).toBe(0);
  });

  it('reads once a second at most', async () => {
    let now = 0;
    const { catchUp, reads } = processAtSeven({ now: () => now });
    for (const time of [0, 999, 1_000]) {
      now = time;
      await catchUp.to({ etag: '8', lastModified: undefined });
    }
    expect(reads.count).toBe(2);
  });
});
