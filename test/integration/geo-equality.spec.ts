import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Reader, type CityResponse } from 'maxmind';
import { factColumns } from '#libs/analytics';
import { networkTables } from '#libs/geo';
import { geoAddress, geoColumns, ipv4Number, parseIp } from '#libs/ip';
import { loadGeo, type CopyColumn } from '#libs/warehouse';
import { cellsOf, cellText, columns } from '../../libs/geo/testing/record-cells.js';
import { networkEnds } from '../../libs/geo/testing/network-ends.js';
import { sourceData } from '../../libs/geo/testing/source-data.js';
import { stagedLines, type StagedLines } from '../../libs/geo/testing/staged-lines.js';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import { engines } from '../support/engines.js';
import { describeShared } from '../support/shared.js';

const hourMs = 3_600_000;
const since = Date.parse('2020-01-01');
/** Formats and damages; they know nothing of geography. */
const isGeography = (file: string): boolean => /^Geo.*\.mmdb$/.test(file) && !/Broken|Invalid/.test(file);

/** The forms of IPv6 in which an IPv4 address comes along: mapped, 6to4, Teredo. */
function formsOf(ip: string): string[] {
  const number = ipv4Number(parseIp(ip)!);
  if (number === undefined) return [];
  const groups = [number >>> 16, number & 0xffff].map((group) => group.toString(16)).join(':');
  return [`::ffff:${ip}`, `2002:${groups}::1`, `2001:0:${groups}::5`];
}

const inIpv4Subtree = (ip: string): boolean => {
  const { version, bytes } = parseIp(ip)!;
  return version === 6 && bytes.slice(0, 12).every((byte) => byte === 0);
};

const eventColumns: readonly CopyColumn[] = Object.entries({
  identity: 'text',
  source: 'text',
  name: 'text',
  distinct_id: 'text',
  time: 'epoch_ms',
  ip4: 'integer',
  ip6: 'text',
  properties: 'object',
  live: 'boolean',
  log_transaction: 'integer',
  log_position: 'integer',
} as const).map(([name, type]) => ({ name, type, required: false }));

interface Probe {
  readonly version: number;
  readonly ip: string;
  readonly identity: string;
  readonly expected: string;
}

/** An event from each end of a network, and in the forms of IPv6. */
function probesOf(folder: string, version: number, file: string): Probe[] {
  const bytes = readFileSync(join(folder, file));
  const reader = new Reader<CityResponse>(bytes);
  const ends = networkEnds(bytes);
  const forms = reader.metadata.ipVersion === 6 ? ends.filter((ip) => !ip.includes(':')).flatMap(formsOf) : [];
  return [...ends, ...forms].map((ip, index) => {
    const asked = ip.startsWith('::ffff:') ? geoAddress(parseIp(ip)!).text : ip;
    const known = inIpv4Subtree(ip) ? null : reader.get(asked);
    const expected = known === null ? 'unknown' : cellsOf(known);
    return { version, ip, identity: `${version}-${index}`.padEnd(32, '.'), expected };
  });
}

/** Of an address that is in no network; some databases have an empty record for all of those. */
const nothing = cellsOf({});

/** What the JSON says from which a database was made: the oracle that no reader comes between. */
function officialOf(folder: string, version: number, file: string): Probe[] {
  const path = join(folder, '../source-data', file.replace('.mmdb', '.json'));
  if (!existsSync(path)) return [];
  return sourceData(readFileSync(path, 'utf8')).map(({ ip, record }, index) => {
    const expected = record === null ? nothing : cellsOf(record);
    return { version, ip, identity: `${version}-official-${index}`.padEnd(32, '.'), expected };
  });
}

/** In the hour of the version; its name is the kind that it asks about. */
const lineOf = (name: string, { identity, version, ip }: Probe): string =>
  JSON.stringify({
    identity,
    source: 'test',
    name,
    distinct_id: ip,
    time: since + version * hourMs,
    properties: {},
    live: true,
    log_transaction: 1,
    log_position: 1,
    ...geoColumns(ip),
  });

describeShared('every official database', 'data/maxmind/test-data', (folder) => {
  const files = folder === '' ? [] : readdirSync(folder).filter(isGeography);
  /** Read once for all engines. */
  const staged = Promise.all(
    files.map(async (file, version) => {
      const lines = await stagedLines([join(folder, file)]);
      return { ...lines, read: probesOf(folder, version, file), official: officialOf(folder, version, file) };
    }),
  );

  describe.each(engines)('in $name', ({ make }) => {
    let made: WarehouseUnderTest;
    beforeAll(async () => {
      made = await make();
      await made.warehouse.open();
    });
    afterAll(async () => {
      await made.warehouse.close();
      await made.close();
    });

    const load = async (version: number, { kind, databaseType, builtAt, lines }: StagedLines): Promise<void> => {
      const objects = { ipv4: [`${version}/ipv4`], ipv6: [`${version}/ipv6`], fact: [`${version}/fact`] };
      for (const table of networkTables) await made.objects.put(`${version}/${table}`, lines[table]);
      const validFrom = new Date(since + version * hourMs);
      const database = {
        version,
        kind,
        databaseType,
        builtAt,
        validFrom,
        objects,
        factColumns,
        addresses: [],
        kept: 99,
      };
      await made.warehouse.transaction((session) => loadGeo(session, database, builtAt));
    };

    beforeAll(async () => {
      for (const [version, file] of (await staged).entries()) await load(version, file);
      const lines = (await staged).flatMap(({ kind, read, official }) =>
        [...read, ...official].map((probe) => lineOf(kind, probe)),
      );
      await made.objects.put('events.jsonl', `${lines.join('\n')}\n`);
      await made.warehouse.transaction((session) =>
        session.copy({ table: 'event', columns: eventColumns }, ['events.jsonl']),
      );
    }, 120_000);

    /** What the join says of each event of a version's hour, in the order of `columns`. */
    const placed = async (version: number, kind: string): Promise<Map<string, string>> => {
      const rows = await made.rows(
        `SELECT event_geo."identity" AS "identity", ${columns
          .map((name) => `CAST(geo_fact.${name} AS VARCHAR(2048)) AS ${name}`)
          .join(', ')}
        FROM event_geo
        INNER JOIN geo_fact ON geo_fact.geo_version = event_geo.geo_version AND geo_fact.fact = event_geo.fact
        WHERE event_geo.kind = '${kind}' AND event_geo.geo_version = ${version}
          AND event_geo.time = '${new Date(since + version * hourMs).toISOString().slice(0, 19)}'`,
      );
      const found = new Map(
        rows.map((row) => [row['identity']!, columns.map((name) => cellText(name, row[name])).join('|')]),
      );
      expect(found.size).toBe(rows.length);
      return found;
    };

    const compare = async (which: 'read' | 'official', absent: string): Promise<number> => {
      let databases = 0;
      for (const [version, { kind, [which]: probes }] of (await staged).entries()) {
        if (probes.length === 0) continue;
        databases += 1;
        const found = await placed(version, kind);
        const said = probes.map(({ identity, ip }) => `${files[version]} ${ip} ${found.get(identity) ?? absent}`);
        expect(said).toEqual(probes.map(({ ip, expected }) => `${files[version]} ${ip} ${expected}`));
      }
      return databases;
    };

    it('says of the ends of every network, and of their neighbours, what the reader says', async () => {
      expect(await compare('read', 'unknown')).toBe(files.length);
    }, 120_000);

    it('says of them what the JSON says from which the database was made', async () => {
      expect(await compare('official', nothing)).toBe(17);
    }, 120_000);
  });
});
