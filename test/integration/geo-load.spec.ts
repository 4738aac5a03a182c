import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { factColumns, stageNetworks } from '#libs/analytics';
import { networkTables } from '#libs/geo';
import { geoColumns } from '#libs/ip';
import { loadGeo, UnsoundGeography, type GeoLoaded } from '#libs/warehouse';
import { stagedLines } from '../../libs/geo/testing/staged-lines.js';
import { writeMmdb, type NewMmdb } from '../../libs/geo/testing/write-mmdb.js';
import { engines } from '../support/engines.js';
import { openedWarehouse } from '../support/opened-warehouse.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-geo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const numbers: Readonly<Record<string, number>> = { FR: 1, US: 2, CA: 3 };
const country = (iso_code: string) => ({ country: { iso_code, geoname_id: numbers[iso_code] ?? 0 } });

function mmdbFile(name: string, networks: NewMmdb['networks'], builtAt = new Date('2026-03-01')): string {
  const path = join(folder, name);
  writeFileSync(path, writeMmdb({ type: 'GeoLite2-Country', ipVersion: 6, networks, builtAt }));
  return path;
}

/** GeoLite2-Country as CSV: the same as `countries`. */
function csvFolder(): string {
  const path = join(folder, 'GeoLite2-Country-CSV_20260301');
  mkdirSync(path);
  const columns = 'network,geoname_id,registered_country_geoname_id,represented_country_geoname_id,is_anycast';
  writeFileSync(
    join(path, 'GeoLite2-Country-Blocks-IPv4.csv'),
    [columns, '1.2.0.0/15,1,,,', '9.0.0.0/8,2,,,', '9.9.9.0/24,1,,,'].join('\r\n'),
  );
  writeFileSync(join(path, 'GeoLite2-Country-Blocks-IPv6.csv'), `${columns}\n2a00::/12,2,,,\n2a02:8000::/17,1,,,\n`);
  const places = [
    'geoname_id,locale_code,continent_code,continent_name,country_iso_code,country_name,is_in_european_union',
    '1,en,,,FR,"France, the Republic",0',
    '2,en,,,US,United States,0',
  ];
  writeFileSync(join(path, 'GeoLite2-Country-Locations-en.csv'), places.join('\n'));
  return path;
}

const countries = {
  '1.2.0.0/15': country('FR'),
  '9.0.0.0/8': country('US'),
  '9.9.9.0/24': country('FR'),
  '2a00::/12': country('US'),
  '2a02:8000::/17': country('FR'),
};

describe.each(engines)('geographic versions, in $name', ({ make }) => {
  const made = openedWarehouse(make);
  const tables = ['geo_load', 'geo_ipv4', 'geo_ipv6', 'geo_fact', 'geo_address', 'event'];
  beforeEach(async () => {
    for (const table of tables) await made.rows(`DELETE FROM ${table}`);
  });

  const load = async (
    version: number,
    path: string,
    validFrom = '2020-01-01',
    more: { kept?: number; addresses?: { first: number; last: number }[] } = {},
  ): Promise<GeoLoaded> => {
    const { kind, databaseType, builtAt, lines } = await stagedLines([path]);
    const objects = { ipv4: ['geo/ipv4'], ipv6: ['geo/ipv6'], fact: ['geo/fact'] };
    for (const table of networkTables) await made.objects.put(`geo/${table}`, lines[table]);
    const what = { version, kind, databaseType, builtAt, validFrom: new Date(validFrom) };
    const { kept = 9, addresses = [] } = more;
    return made.warehouse.transaction((session) =>
      loadGeo(session, { ...what, objects, factColumns, addresses, kept }, new Date('2026-04-01')),
    );
  };

  const send = async (...events: readonly (readonly [ip: string, day: string])[]): Promise<void> => {
    for (const [ip, day] of events) {
      const { ip4 = null, ip6 = null } = geoColumns(ip);
      await made.rows(
        `INSERT INTO event ("identity", source, name, distinct_id, time, ip4, ip6, properties, live, log_transaction, log_position)
        VALUES ('${ip} ${day}', 'test', 'Any', 'someone', '${day}', ${ip4}, ${ip6 === null ? 'NULL' : `'${ip6}'`}, '{}', TRUE, 1, 1)`,
      );
    }
  };

  const placed = async (): Promise<string[]> => {
    const rows = await made.rows(`SELECT event_geo."identity" AS what, event_geo.country AS country FROM event_geo`);
    return rows.map(({ what, country: from }) => `${what?.trim()} ${from}`).toSorted();
  };

  /** Every row of every table as text: what a load that was repeated must leave as it was. */
  const contents = async (): Promise<unknown> => {
    const found: unknown[] = [];
    for (const table of tables.slice(0, 5)) {
      const rows = await made.rows(`SELECT * FROM ${table}`);
      found.push([table, rows.map((row) => JSON.stringify(row)).toSorted()]);
    }
    return found;
  };

  it('places an address by the narrowest network, IPv6 at the level that its range has', async () => {
    await load(1, mmdbFile('countries.mmdb', countries));
    await send(
      ['1.1.255.255', '2026-03-02'],
      ['1.2.0.0', '2026-03-02'],
      ['1.3.255.255', '2026-03-02'],
      ['9.9.8.255', '2026-03-02'],
      ['9.9.9.9', '2026-03-02'],
      ['2002:909:909::1', '2026-03-02'],
      ['2a0f:ffff::1', '2026-03-02'],
      ['2a02:8000::', '2026-03-02'],
      ['2a10::', '2026-03-02'],
    );
    expect(await placed()).toEqual([
      '1.2.0.0 2026-03-02 FR',
      '1.3.255.255 2026-03-02 FR',
      '2002:909:909::1 2026-03-02 FR',
      '2a02:8000:: 2026-03-02 FR',
      '2a0f:ffff::1 2026-03-02 US',
      '9.9.8.255 2026-03-02 US',
      '9.9.9.9 2026-03-02 FR',
    ]);
  });

  it('reads the same from GeoIP2’s CSV as from its .mmdb', async () => {
    const counts = await load(1, mmdbFile('countries.mmdb', countries));
    const before = await contents();
    expect(await load(1, csvFolder())).toEqual(counts);
    rmSync(join(folder, 'GeoLite2-Country-CSV_20260301'), { recursive: true });
    expect(await contents()).toEqual(before);
  });

  it('counts once a load that is repeated, and leaves nothing of one that failed', async () => {
    const path = mmdbFile('countries.mmdb', countries);
    const counts = await load(1, path);
    const before = await contents();
    expect(await load(1, path)).toEqual(counts);
    expect(await contents()).toEqual(before);
    expect(counts).toMatchObject({ ipv4_ranges: 4, ipv4_rows: 260, ipv6_ranges: 3, facts: 2, bucket_size: 65_536 });
    await expect(
      made.warehouse.transaction(async (session) => {
        const { objects } = await stageNetworks(made.objects, 'geo/2', [path]);
        const twice = { ...objects, ipv4: [...objects.ipv4, ...objects.ipv4] };
        const what = { version: 1, kind: 'city', databaseType: '', builtAt: new Date(0), validFrom: new Date(0) };
        await loadGeo(session, { ...what, objects: twice, factColumns, addresses: [], kept: 9 }, new Date(0));
      }),
    ).rejects.toThrow(UnsoundGeography);
    expect(await contents()).toEqual(before);
  });

  it('joins an event with the version that was valid at its time', async () => {
    await load(1, mmdbFile('old.mmdb', { '9.0.0.0/8': country('US') }));
    await load(2, mmdbFile('new.mmdb', { '9.0.0.0/8': country('CA') }), '2026-03-05');
    await send(['9.1.1.1', '2026-03-04 23:59:59'], ['9.1.1.1', '2026-03-05'], ['9.1.1.1', '2019-12-31']);
    expect(await placed()).toEqual(['9.1.1.1 2026-03-04 23:59:59 US', '9.1.1.1 2026-03-05 CA']);
  });

  it('keeps the latest versions, and one for each beginning', async () => {
    const path = mmdbFile('countries.mmdb', countries);
    await load(1, path, '2026-01-01');
    await load(2, path, '2026-02-01');
    expect((await load(3, path, '2026-02-01')).dropped).toEqual([2]);
    expect((await load(4, path, '2026-03-01', { kept: 2 })).dropped).toEqual([1]);
    const rows = await made.rows('SELECT DISTINCT geo_version AS version FROM geo_fact ORDER BY geo_version ASC');
    expect(rows.map(({ version }) => Number(version))).toEqual([3, 4]);
  });

  it('explodes chosen networks to single addresses', async () => {
    const addresses = [{ first: 0x0909_08f0, last: 0x0909_090f }];
    const { addresses: count } = await load(1, mmdbFile('countries.mmdb', countries), '2020-01-01', { addresses });
    expect(count).toBe(32);
    const rows = await made.rows(
      `SELECT geo_fact.country AS country, COUNT(*) AS n, MIN(geo_address.ip4) AS low FROM geo_address
      INNER JOIN geo_fact ON geo_address.fact = geo_fact.fact AND geo_address.geo_version = geo_fact.geo_version
      GROUP BY geo_fact.country ORDER BY geo_fact.country ASC`,
    );
    expect(rows.map((row) => [row['country'], Number(row['n']), Number(row['low'])])).toEqual([
      ['FR', 16, 0x0909_0900],
      ['US', 16, 0x0909_08f0],
    ]);
  });
});
