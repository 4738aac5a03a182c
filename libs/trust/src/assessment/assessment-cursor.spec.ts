import { describe, expect, it } from '@jest/globals';
import { readCursor, writeCursor, type Cursor } from './assessment-cursor.js';

const id = '01a227fb-d7a8-7d80-a6bd-f898571f8bc2';

describe('the cursor of a list of assessments', () => {
  it.each<['time' | 'score', Cursor]>([
    ['time', { value: '2026-11-29T10:20:30.456Z', id }],
    ['score', { value: 98.76, id }],
    ['score', { value: 0, id }],
  ])('by %s is read as it was written', (order, cursor) => {
    expect(readCursor(writeCursor(cursor), order)).toEqual(cursor);
  });

  it.each<['time' | 'score', unknown]>([
    ['time', ['1', id]],
    ['time', ['2026 (x)', id]],
    ['time', ['2026-11-29', id]],
    ['time', ['+275760-09-13T00:00:00.000Z', id]],
    ['time', ['0000-06-01T00:00:00.000Z', id]],
    ['time', ['2026-02-30T00:00:00.000Z', id]],
    ['time', [99, id]],
    ['time', ['2026-11-29T00:00:00.000Z', '-'.repeat(36)]],
    ['time', ['2026-11-29T00:00:00.000Z', id.replaceAll('-', '0')]],
    ['time', ['2026-11-29T00:00:00.000Z']],
    ['score', [99, '-'.repeat(36)]],
    ['score', ['99', id]],
    ['score', null],
    ['score', {}],
  ])('by %s is none of ours: %j', (order, forged) => {
    const text = Buffer.from(JSON.stringify(forged)).toString('base64url');
    expect(() => readCursor(text, order)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
});
