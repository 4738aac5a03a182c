import { describe, expect, it } from '@jest/globals';
import { historyLimits } from '#libs/contracts';
import { readCursor, writeCursor, type Cursor } from './cursor.js';

const dayMs = 86_400_000;
const to = Date.parse('2026-03-16T12:00:00Z');
const open: Cursor = {
  from: to - historyLimits.defaultDays * dayMs,
  to,
  seen: 50,
  place: { time: to - 2 * dayMs, id: 'a'.repeat(32), pin: '1:7' },
};
const refused = (rule: string) =>
  expect.objectContaining({ problems: [expect.objectContaining({ pointer: '?cursor', rule })] });
const placed = (place: Partial<Cursor['place']>): Partial<Cursor> => ({ place: { ...open.place, ...place } });

describe('a cursor of the history', () => {
  it.each([
    ['no range of its own', {}, open],
    ['a beginning', { from: '2026-03-01T00:00:00Z' }, { ...open, from: Date.parse('2026-03-01T00:00:00Z') }],
    ['an end', { to: '2026-03-16T12:00:00Z' }, open],
  ])('is read back by a question of %s', (_, question, cursor) => {
    expect(readCursor(writeCursor(cursor, question), question)).toEqual(cursor);
  });

  const forged: [string, Partial<Cursor>][] = [
    ['an end that no calendar has', { to: 9e15, from: 9e15 - historyLimits.defaultDays * dayMs }],
    ['another beginning', { from: 0 }],
    ['fewer than no items', { seen: -1 }],
    ['a place after the end', placed({ time: 9e15 })],
    ['a place before the beginning', placed({ time: open.from - 1 })],
    ['no id', placed({ id: 'x' })],
  ];
  it.each(forged)('is refused with %s', (_, over) => {
    expect(() => readCursor(writeCursor({ ...open, ...over }, {}), {})).toThrow(refused('cursor'));
  });

  it('is refused with an end that is not its question’s, and with a range that is too long', () => {
    const question = { to: '2026-03-15T12:00:00Z' };
    expect(() => readCursor(writeCursor(open, question), question)).toThrow(refused('cursor'));
    const early = { from: '2024-01-01T00:00:00Z' };
    const long = { ...open, from: Date.parse(early.from) };
    expect(() => readCursor(writeCursor(long, early), early)).toThrow(refused('cursor'));
  });

  it('ends at the depth of a listing', () => {
    const deep = { ...open, seen: historyLimits.depth };
    expect(() => readCursor(writeCursor(deep, {}), {})).toThrow(refused('depth'));
  });
});
