import { expect, it } from '@jest/globals';
import { refusalOf } from './refusal.js';

const allowed = { milliseconds: 2_000, diskBytes: 5_000_000_000 };
const said = (code: string | undefined, elapsedMs = 10, over = {}): unknown =>
  refusalOf(Object.assign(new Error('what it says'), { code }), { ...allowed, ...over }, elapsedMs);

it.each(['0A000', '21000', '22012', '22P02', '25006', '42501', '42P01', '54000', '54001', '54011', 'P0001'])(
  'tells whoever asked what %s says of the question',
  (code) => {
    expect(said(code)).toMatchObject({
      kind: 'invalid',
      message: 'The warehouse refuses the question: what it says',
    });
  },
);

it.each(['53100', '53200', '53400', '57014'])(
  'says of %s that the question takes too much: no repeat would',
  (code) => {
    expect(said(code, 2_000)).toMatchObject({ kind: 'invalid', message: expect.stringContaining('ask for less') });
  },
);

it('names the limit that was reached', () => {
  expect(said('53400')).toMatchObject({ message: expect.stringContaining('more than 5 GB') });
  expect(said('53400', 10, { diskBytes: undefined })).toMatchObject({ message: expect.stringContaining('its server') });
  expect(said('57014', 2_001)).toMatchObject({ message: expect.stringContaining('more than 2 s') });
});

it('tells a cancellation from the end of the time', () => {
  expect(said('57014', 1_500)).toMatchObject({ message: 'The warehouse refuses the question: what it says' });
});

// The next attempt may be answered.
it.each(['08006', '25P03', '28P01', '40001', '40P01', '53300', '55P03', '57P01', '57P03', '58030', 'XX000', undefined])(
  'leaves %s the fault that it is',
  (code) => {
    expect(said(code)).not.toHaveProperty('kind');
  },
);
