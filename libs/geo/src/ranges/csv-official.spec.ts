import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { describeShared } from '../../../../test/support/shared.js';
import { geoip2Csv } from '../../testing/geoip2-csv.js';
import { cellsOf, cellText, columns } from '../../testing/record-cells.js';
import { sourceData, sourceNetworks } from '../../testing/source-data.js';
import { stagedLines } from '../../testing/staged-lines.js';
import { writeZip } from '../../testing/write-zip.js';
import { geoColumns } from '#libs/ip';

const folder = mkdtempSync(join(tmpdir(), 'verdict-csv-official-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Line = Readonly<Record<string, string | number | boolean | undefined>>;
const parsed = (lines: string): Line[] =>
  lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);

/** The official data, written as MaxMind lays its CSV out: the .zip, the folder and the .mmdb must say the same. */
describeShared('GeoIP2’s CSV of official data', 'data/maxmind/source-data', (root) => {
  it.each([
    ['GeoIP2-City-Test', 'city'],
    ['GeoLite2-Country-Test', 'city'],
    ['GeoIP2-Enterprise-Test', 'city'],
    ['GeoLite2-ASN-Test', 'asn'],
    ['GeoIP2-ISP-Test', 'asn'],
    ['GeoIP2-Anonymous-IP-Test', 'anonymous'],
  ])('%s says of the ends of its networks what the data say', async (name, kind) => {
    const json = readFileSync(join(root, `${name}.json`), 'utf8');
    const path = join(folder, `${name}-CSV_20260303.zip`);
    writeFileSync(path, writeZip(geoip2Csv(name, sourceNetworks(json))));
    const staged = await stagedLines([path]);
    expect([staged.kind, staged.databaseType]).toEqual([kind, name]);
    const facts = new Map(parsed(staged.lines.fact).map((fact) => [fact['fact'], fact]));
    const ranges = { ip4: parsed(staged.lines.ipv4), ip6: parsed(staged.lines.ipv6) };
    expect([ranges.ip4.length > 0, ranges.ip6.length > 0]).toEqual([true, true]);
    const factOf = (ip: string): Line => {
      const { ip4, ip6 } = geoColumns(ip);
      const found =
        ip4 === undefined
          ? ranges.ip6.find(({ lo, hi }) => String(lo) <= ip6! && ip6! <= String(hi))
          : ranges.ip4.find(({ lo, hi }) => Number(lo) <= ip4 && ip4 <= Number(hi));
      return facts.get(found?.['fact']) ?? {};
    };
    const said = sourceData(json).map(({ ip, record }) => {
      const fact = factOf(ip);
      const csv = columns.map((column) => cellText(column, fact[column]?.toString())).join('|');
      return { ip, csv, data: cellsOf(record ?? {}) };
    });
    expect(said.filter(({ csv, data }) => csv !== data)).toEqual([]);
  });
});
