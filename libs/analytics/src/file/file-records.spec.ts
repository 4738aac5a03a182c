import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ImportFormat } from '#libs/contracts';
import { FileRecords } from './file-records.js';
import { longestLine } from './file-lines.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-records-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Read {
  readonly records: readonly (readonly [line: number, what: unknown])[];
  readonly damage: string | undefined;
}

async function read(content: string | Buffer, format: ImportFormat): Promise<Read> {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  const file = await FileRecords.open(path, format);
  const records: [number, unknown][] = [];
  for await (const block of file.blocks())
    for (const record of block)
      records.push([
        record.line,
        record.values === undefined
          ? record.rule
          : Object.fromEntries([...record.values.names()].map((name) => [name, record.values.get(name)])),
      ]);
  expect(file.chunks.bytesRead).toBeLessThanOrEqual(file.chunks.size);
  return { records, damage: file.chunks.damage };
}

describe('the records of a file', () => {
  it('reads commas with quotes, line ends within them, blank lines, CRLF and a byte order mark', async () => {
    const text = '\uFEFFid,name\r\n1,"a, ""b"""\r\n\r\n2,"two\nlines"\r\n3,plain';
    expect((await read(text, 'csv')).records).toEqual([
      [2, { id: '1', name: 'a, "b"' }],
      [4, { id: '2', name: 'two\nlines' }],
      [6, { id: '3', name: 'plain' }],
    ]);
  });

  it('reads tabs, and commas within them', async () => {
    expect((await read('id\tname\n1\ta,b\n', 'tsv')).records).toEqual([[2, { id: '1', name: 'a,b' }]]);
  });

  it('reads JSON lines, and what is no object by its rule', async () => {
    expect((await read('{"id":1}\n\n[1]\n{"id"\n{"id":{"a":2}}', 'ndjson')).records).toEqual([
      [1, { id: 1 }],
      [3, 'object'],
      [4, 'json'],
      [5, { id: { a: 2 } }],
    ]);
  });

  it('looks into the objects of a JSON line by a dotted name', async () => {
    const path = join(folder, 'nested');
    writeFileSync(path, '{"a":{"b":1},"c.d":2}\n');
    for await (const [record] of (await FileRecords.open(path, 'ndjson')).blocks()) {
      expect(['a.b', 'c.d', 'a.b.c', 'a.__proto__'].map((name) => record?.values?.get(name))).toEqual([
        1,
        2,
        undefined,
        undefined,
      ]);
    }
  });

  it('breaks one line only by a stray quote, a wrong number of columns, bytes that are no UTF-8', async () => {
    const text = Buffer.concat([
      Buffer.from('id,name\n1,"open\n2,b\n3,c,d\n4,'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('\n5,e\n'),
    ]);
    expect((await read(text, 'csv')).records).toEqual([
      [2, 'quote'],
      [3, { id: '2', name: 'b' }],
      [4, 'columns'],
      [5, 'utf8'],
      [6, { id: '5', name: 'e' }],
    ]);
  });

  it('does not take the rest of a file for a cell', async () => {
    const rows = Array.from({ length: 500 }, (_, index) => `${index},x`);
    const { records } = await read(`id,name\n0,"open\n${rows.join('\n')}\n`, 'csv');
    expect(records).toHaveLength(501);
    expect(records.filter(([, what]) => what === 'quote')).toEqual([[2, 'quote']]);
  });

  it('skips a line that is too long and goes on after it', async () => {
    const text = `id,name\n1,a\n2,${'x'.repeat(3 * longestLine)}\n3,c\n`;
    expect((await read(text, 'csv')).records).toEqual([
      [2, { id: '1', name: 'a' }],
      [3, 'too_long'],
      [4, { id: '3', name: 'c' }],
    ]);
  });

  it('reads gzip by its first bytes, members in a row included', async () => {
    const text = Buffer.concat([gzipSync('id,name\n1,a\n'), gzipSync('2,b\n')]);
    expect(await read(text, 'csv')).toEqual({
      records: [
        [2, { id: '1', name: 'a' }],
        [3, { id: '2', name: 'b' }],
      ],
      damage: undefined,
    });
  });

  it('keeps what came before a gzip file was cut, its last half line apart, and says so', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `${index},${Math.sin(index)}`);
    const whole = gzipSync(`id,name\n${lines.join('\n')}\n`);
    const { records, damage } = await read(whole.subarray(0, whole.length / 2), 'csv');
    expect(damage).toBe('the gzip file ends in the middle');
    expect(records.length).toBeGreaterThan(5_000);
    for (const [line, values] of records)
      expect(values).toEqual({ id: String(line - 2), name: String(Math.sin(line - 2)) });
  });

  it('says that a gzip file is corrupt', async () => {
    const lines = Array.from({ length: 50_000 }, (_, index) => `${index},${Math.sin(index)}`);
    const whole = gzipSync(`id,name\n${lines.join('\n')}\n`);
    const middle = Math.floor(whole.length / 2);
    whole.fill(0xaa, middle, middle + 2_000);
    const { records, damage } = await read(whole, 'csv');
    expect(damage).toMatch(/corrupt/);
    expect(records.length).toBeGreaterThan(1_000);
  });

  it('wants a header', async () => {
    await expect(read('', 'csv')).rejects.toThrow('no header');
    expect((await read('', 'ndjson')).records).toEqual([]);
  });

  it('gives the same records however long they are: chunks end anywhere', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'é', '𝒳', ' '), maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 }), async (rows) => {
        const filler = 'y'.repeat(9_973);
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = rows.map((row) => `${row.map(quoted).join(',')},${filler}`).join('\n');
        const { records } = await read(`a,b,c\n${text}\n`, 'csv');
        expect(records.map(([, values]) => values)).toEqual(rows.map(([a, b]) => ({ a, b, c: filler })));
      }),
      { numRuns: 10 },
    );
  });
});
