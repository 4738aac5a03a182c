import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BodyTooLarge, decompress, maximumDepth, parseJson } from './json.js';

describe('parseJson', () => {
  it('reads what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        expect(parseJson(Buffer.from(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toThrow('not UTF-8');
  });

  it('refuses deep nesting, and counts no bracket inside a string', () => {
    const deep = (levels: number) => Buffer.from('['.repeat(levels) + ']'.repeat(levels));
    expect(parseJson(deep(maximumDepth))).toBeDefined();
    expect(() => parseJson(deep(maximumDepth + 1))).toThrow('deeper');
    expect(parseJson(Buffer.from(JSON.stringify('[{\\"'.repeat(500))))).toBeDefined();
  });

  it('never repeats the body in its error', () => {
    expect(() => parseJson(Buffer.from('{"card": 4111111111111111'))).toThrow(
      /^The body cannot be read: the body is not JSON\.$/,
    );
  });
});

describe('decompress', () => {
  it('stops a small body that unpacks to a huge one', async () => {
    await expect(decompress(gzipSync(Buffer.alloc(1_000_000)), 'gzip', 10_000)).rejects.toThrow(BodyTooLarge);
  });

  it('says when gzip is none', async () => {
    await expect(decompress(Buffer.from('{}'), 'gzip', 10_000)).rejects.toThrow('not gzip');
  });
});
