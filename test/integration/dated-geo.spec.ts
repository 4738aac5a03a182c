import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '#libs/config';
import type { ImportedRow } from '#libs/contracts';
import { Buckets } from '#libs/events';
import type { GeoFacts } from '#libs/geo';
import { FolderStore } from '#libs/objects';
import { GeoHistory, PledgeImporter } from '#libs/trust';
import { LiveGeo } from '../../libs/geo/testing/live-geo.js';
import { networkEnds } from '../../libs/geo/testing/network-ends.js';
import { writeMmdb } from '../../libs/geo/testing/write-mmdb.js';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { engines } from '../support/engines.js';
import { geoLoads, type GeoLoads } from '../support/loaded-geo.js';
import { describeShared } from '../support/shared.js';

const clock = { now: () => Date.parse('2026-11-01') };

type Facts = { readonly [Name in keyof GeoFacts]?: GeoFacts[Name] | undefined };

/** What features are made of. */
const read = ({ country, asn, isAnonymous, isHosting, isVpn, isTor, isPublicProxy, isResidentialProxy }: Facts) => ({
  country,
  asn,
  isAnonymous,
  isHosting,
  isVpn,
  isTor,
  isPublicProxy,
  isResidentialProxy,
});

describe.each(engines)('geography as of a pledge’s time, in $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-dated-geo-'));
  let made: WarehouseUnderTest;
  let database: TestDatabase;
  let loads: GeoLoads;

  beforeAll(async () => {
    database = await testDatabase();
    made = await make();
    await made.warehouse.open();
    loads = await geoLoads(database, made, clock);
  });
  afterAll(async () => {
    await loads.close();
    await made.warehouse.close();
    await made.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is of the version that was valid then, and of the look-up where there is none of a kind', async () => {
    const place = (name: string, country: string, builtAt: string): string => {
      const path = join(folder, name);
      const networks = {
        '9.0.0.0/8': { country: { iso_code: country } },
        '2001:db8::/32': { country: { iso_code: country } },
      };
      writeFileSync(path, writeMmdb({ type: 'GeoLite2-Country', ipVersion: 6, networks, builtAt: new Date(builtAt) }));
      return path;
    };
    const asn = join(folder, 'asn.mmdb');
    const systems = { '9.0.0.0/8': { autonomous_system_number: 16_509 } };
    writeFileSync(asn, writeMmdb({ type: 'GeoLite2-ASN', ipVersion: 6, networks: systems }));
    const first = place('first.mmdb', 'US', '2026-01-01');
    const second = place('second.mmdb', 'CA', '2026-02-01');
    const live = await LiveGeo.open({ cityPaths: [second], asnPath: asn });
    await loads.load(first);
    await loads.load(second);
    const geo = await new GeoHistory(database.database, made.warehouse, live).read();
    const at = (ip: string, time: string) => ({ ip, atMs: Date.parse(time) });
    const answers = await geo.of([
      at('9.1.2.3', '2026-01-31T23:59:59.999Z'),
      at('9.1.2.3', '2026-02-01T00:00:00.000Z'),
      at('2001:db8::7', '2026-01-15T00:00:00Z'),
      at('10.1.2.3', '2026-01-15T00:00:00Z'),
    ]);
    expect(answers.map(({ facts }) => [facts.country, facts.asn, facts.isHosting])).toEqual([
      ['US', 16_509, true],
      ['CA', 16_509, true],
      ['US', undefined, undefined],
      [undefined, undefined, undefined],
    ]);
    expect(answers[0]?.version).toBe('GeoLite2-Country 2026-01-01; GeoLite2-ASN 2026-06-01');
    // What the look-up answers from now is what its answers say.
    expect(geo.versionAt(Date.parse('2026-03-01'))).toBe(live.version().text);
    const [forced] = await geo.of([at('9.1.2.3', '2026-01-15T00:00:00Z')], {
      kind: 'city',
      validFromMs: Date.parse('2026-02-01'),
    });
    expect(forced?.facts.country).toBe('CA');

    // An import scores each pledge by what was valid when it was made, so backtests and trainings learn of that.
    const pledge = (id: string, time: string, ip?: string): ImportedRow => {
      const made = { id, project_id: 'p', amount: 100, currency: 'USD' };
      const device = ip === undefined ? {} : { device: { ip_address: ip } };
      return { kind: 'pledge', line: 1, time: Date.parse(time) * 1_000, request: { pledge: made, ...device } };
    };
    const buckets = new Buckets(database.database, new FolderStore(join(folder, 'buckets')), clock);
    const places = new GeoHistory(database.database, made.warehouse, live);
    const importer = new PledgeImporter(database.database, buckets, places, clock, loadConfig({}));
    await importer.importRows({ name: 'history', identity: 'history' }, [
      pledge('january', '2026-01-15T00:00:00Z', '9.1.2.3'),
      pledge('february', '2026-02-15T00:00:00Z', '::ffff:9.1.2.3'),
      pledge('nowhere', '2026-02-16T00:00:00Z'),
    ]);
    const { rows } = await database.database.pool.query(
      `SELECT pledge_id, features ->> 'ip_country' AS country, versions ->> 'geo' AS geo, degraded
       FROM assessment ORDER BY stamp`,
    );
    const networksOf = 'GeoLite2-ASN 2026-06-01';
    const january = `GeoLite2-Country 2026-01-01; ${networksOf}`;
    const february = `GeoLite2-Country 2026-02-01; ${networksOf}`;
    expect(rows).toEqual([
      { pledge_id: 'january', country: 'US', geo: january, degraded: [] },
      { pledge_id: 'february', country: 'CA', geo: february, degraded: [] },
      { pledge_id: 'nowhere', country: null, geo: february, degraded: [] },
    ]);
  });
});

describeShared('a pledge’s geography', 'data/maxmind/test-data', (official) => {
  describe.each(engines)('in $name', ({ make }) => {
    it('is the same from the exploded tables as from the look-up in memory', async () => {
      const database = await testDatabase();
      const made = await make();
      await made.warehouse.open();
      const loads = await geoLoads(database, made, clock);
      const files = ['GeoIP2-City-Test.mmdb', 'GeoLite2-ASN-Test.mmdb', 'GeoIP2-Anonymous-IP-Test.mmdb'];
      const paths = files.map((file) => join(official, file));
      const [city = '', asn = '', anonymous = ''] = paths;
      const live = await LiveGeo.open({ cityPaths: [city], asnPath: asn, anonymousPath: anonymous });
      for (const path of paths) await loads.load(path);
      const geo = await new GeoHistory(database.database, made.warehouse, live).read();
      const addresses = [...new Set(paths.flatMap((path) => networkEnds(readFileSync(path)))), '::1', 'nowhere'];
      const answers = await geo.of(addresses.map((ip) => ({ ip, atMs: clock.now() })));
      expect(answers.map(({ facts }, index) => [addresses[index], read(facts)])).toEqual(
        addresses.map((ip) => [ip, read(live.lookup(ip))]),
      );
      expect(answers.some(({ facts }) => facts.isTor === true && facts.country !== undefined)).toBe(true);
      expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([live.version().text]));
      await loads.close();
      await made.warehouse.close();
      await made.close();
      await database.close();
    }, 120_000);
  });
});
