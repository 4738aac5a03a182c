import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { stagedLines } from '../../testing/staged-lines.js';
import { writeZip, type NewZipEntry } from '../../testing/write-zip.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-csv-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ipv4 = 'GeoLite2-ASN-CSV_20260303/GeoLite2-ASN-Blocks-IPv4.csv';
const ipv6 = 'GeoLite2-ASN-CSV_20260303/GeoLite2-ASN-Blocks-IPv6.csv';
const columns = 'network,autonomous_system_number,autonomous_system_organization';
const lines = (...rows: readonly string[]): Buffer => Buffer.from(`${[columns, ...rows].join('\n')}\n`);

function zip(entries: readonly NewZipEntry[]): string {
  const path = join(folder, 'GeoLite2-ASN-CSV_20260303.zip');
  writeFileSync(path, writeZip(entries));
  return path;
}

describe('GeoIP2’s CSV in a .zip', () => {
  const tables: readonly NewZipEntry[] = [
    { name: 'GeoLite2-ASN-CSV_20260303/LICENSE.txt', bytes: Buffer.from('CC'), stored: true },
    { name: ipv4, bytes: lines('1.0.0.0/24,13335,"Cloudflare, Inc."', '1.0.1.0/24,7,Seven') },
    { name: ipv6, bytes: lines('2606:4700::/32,13335,"Cloudflare, Inc."'), stored: true },
  ];

  it('is read from files that are packed and such that are not', async () => {
    const { kind, databaseType, builtAt, lines: staged } = await stagedLines([zip(tables)]);
    expect([kind, databaseType, builtAt]).toEqual(['asn', 'GeoLite2-ASN', new Date('2026-03-03')]);
    expect(staged.ipv4.trim().split('\n')).toHaveLength(2);
    expect(staged.ipv6.trim().split('\n')).toHaveLength(1);
    expect(staged.fact).toContain('{"fact":0,"asn":13335,"as_organisation":"Cloudflare, Inc."}');
  });

  it.each([
    ['a cell too few', lines('1.0.0.0/24,7,Seven', '1.0.1.0/24,7'), /Blocks-IPv4\.csv: line 3 has 2 cells, not 3/],
    ['no network', lines('1.0.0.0/24,7,Seven', '1.0.1.0/33,7,Seven'), /Blocks-IPv4\.csv, line 3: 1\.0\.1\.0\/33 is no/],
    ['a quote that does not end', lines('1.0.0.0/24,7,"Seven'), /line 2 is no CSV/],
    ['a line without end', lines(`1.0.0.0/24,7,${'x'.repeat(70_000)}`), /line 2 has more than 65536 characters/],
  ])('names the line that has %s', async (_, bytes, words) => {
    await expect(stagedLines([zip([{ name: ipv4, bytes }])])).rejects.toThrow(words);
  });

  it.each<[string, readonly NewZipEntry[], RegExp]>([
    [
      'is damaged',
      [{ name: ipv4, bytes: lines('1.0.0.0/24,7,Seven'), lies: { crc: 1 } }],
      /Blocks-IPv4\.csv in it is damaged/,
    ],
    [
      'holds more than it says',
      [{ name: ipv4, bytes: Buffer.alloc(10_000_000), lies: { size: 100 } }],
      /no sound \.zip/,
    ],
    [
      'says of itself that it is a bomb',
      Array.from({ length: 5 }, (_, at) => ({ name: `${at}.csv`, bytes: lines(), lies: { size: 2 ** 32 - 2 } })),
      /larger than 16 GiB/,
    ],
    [
      'has too many files',
      Array.from({ length: 1_001 }, (_, at) => ({ name: `${at}.csv`, bytes: Buffer.alloc(0) })),
      /more than 1000 files/,
    ],
    ['holds a path upwards', [{ name: '../../etc/Blocks.csv', bytes: lines() }], /no sound \.zip .*relative path/],
  ])('refuses one that %s', async (_, entries, words) => {
    await expect(stagedLines([zip(entries)])).rejects.toThrow(words);
  });

  it('refuses one without its end, and what is none', async () => {
    const path = join(folder, 'broken.zip');
    const whole = writeZip(tables);
    for (const bytes of [whole.subarray(0, whole.length - 30), Buffer.from('PK'), Buffer.alloc(0)]) {
      writeFileSync(path, bytes);
      await expect(stagedLines([path])).rejects.toThrow(`${path} cannot be loaded: it is no sound .zip`);
    }
  });

  it('unpacks a bomb no further than to the line that has no end', async () => {
    const path = zip([{ name: ipv4, bytes: Buffer.concat([lines(), Buffer.alloc(200_000_000)]) }]);
    const before = process.memoryUsage().rss;
    await expect(stagedLines([path])).rejects.toThrow('line 2 has more than 65536 characters');
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });
});
