import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { fromBytes, ipHex, lastAddress, parseIp, parseNetwork } from '#libs/ip';
import type { IpAddress } from '#libs/ip';
import { describeShared } from '../../../test/support/shared.js';
import { defaultCityPaths } from './default-files.js';
import type { GeoLookup } from './geo-lookup.js';
import { LiveGeo } from './live-geo.js';
import { field } from './record-fields.js';
import { walkMmdb } from './mmdb-walk.js';

describe('the default databases', () => {
  let geo: GeoLookup;
  beforeAll(async () => {
    geo = await LiveGeo.open({});
  }, 60_000);

  it('know well-known addresses of both versions', () => {
    expect(geo.lookup('8.8.8.8')).toMatchObject({
      country: 'US',
      asn: 15169,
      asOrganisation: 'Google LLC',
      isHosting: true,
      hostingSource: 'asn_list',
    });
    expect(geo.lookup('::ffff:8.8.8.8')).toEqual(geo.lookup('8.8.8.8'));
    expect(geo.lookup('81.2.69.160')).toMatchObject({ country: 'GB', city: 'London', isHosting: false });
    expect(geo.lookup('2a01:4f8::1')).toMatchObject({ country: 'DE', asn: 24940, isHosting: true });
  });

  it('claim neither an accuracy that nobody gave nor flags that no database knows', () => {
    const facts = geo.lookup('81.2.69.160');
    expect(Object.keys(facts).sort()).toEqual(
      [
        'asOrganisation',
        'asn',
        'city',
        'country',
        'hostingSource',
        'isHosting',
        'latitude',
        'longitude',
        'subdivision',
      ].sort(),
    );
    expect(facts.latitude).toBeCloseTo(51.5, 0);
  });

  it.each(['', 'nonsense', '8.8.8.8/24', '::1', '::8.8.8.8', 'fe80::1%eth0', '0.0.0.0', '127.0.0.1'])(
    'have nothing on %j',
    (ip) => {
      expect(geo.lookup(ip)).toEqual({});
    },
  );

  it('say what they are, from when, and whom to thank', () => {
    const { text, databases } = geo.version();
    expect(text).toMatch(/^city ipv4 \d{4}-\d\d-\d\d; city ipv6 \d{4}-\d\d-\d\d; asn [\d.]+$/);
    expect(databases.map(({ attribution }) => attribution)).toEqual([
      expect.stringContaining('DB-IP'),
      expect.stringContaining('DB-IP'),
      expect.stringContaining('RouteViews'),
    ]);
    expect(geo.status()).toEqual({ status: 'ok', problems: [] });
  });

  it('are asked only for addresses of their version', async () => {
    const [ipv4] = defaultCityPaths();
    const geoIpv4 = await LiveGeo.open({ cityPaths: [ipv4 ?? ''] });
    expect(geoIpv4.lookup('81.2.69.160').country).toBe('GB');
    expect(geoIpv4.lookup('2a01:4f8::1')).toEqual({
      asn: 24940,
      asOrganisation: 'Hetzner Online GmbH',
      isHosting: true,
      hostingSource: 'asn_list',
    });
  });

  it('pass the walk that their known digests spare them', () => {
    for (const path of defaultCityPaths()) {
      expect(walkMmdb(readFileSync(path)).nodes).toBeGreaterThan(6_000_000);
    }
  }, 120_000);
});

/** The source data of a test database: what its networks hold, and which addresses are worth asking for. */
class Source {
  private readonly networks: { first: string; last: string; prefix: number; record: unknown }[] = [];
  readonly addresses: string[] = [];

  constructor(path: string) {
    const rows = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>[];
    for (const [text, record] of rows.flatMap((row) => Object.entries(row))) {
      // IPv4 is written as ::1.2.3.4/120.
      const ipv4 = /^::(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(text);
      const network = parseNetwork(ipv4 ? `${ipv4[1]}/${Number(ipv4[2]) - 96}` : text);
      if (network === undefined) throw new Error(`${text} is no network`);
      const { first, prefix } = network;
      const last = lastAddress(network);
      this.networks.push({ first: ipHex(first), last: ipHex(last), prefix, record });
      this.addresses.push(first.text, last.text);
      this.addresses.push(...[beside(first, -1), beside(last, 1)].filter((address) => address !== undefined));
    }
  }

  /** The record of the most specific network that holds the address: the oracle, by trying all. */
  recordOf(ip: string): unknown {
    const address = parseIp(ip);
    const hex = address === undefined ? '' : ipHex(address);
    const holding = this.networks.filter(({ first, last }) => first <= hex && hex <= last);
    return holding.reduce<(typeof holding)[number] | undefined>(
      (best, network) => (best === undefined || network.prefix > best.prefix ? network : best),
      undefined,
    )?.record;
  }
}

/** The address before or after, unless that has another version. */
function beside(address: IpAddress, step: 1 | -1): string | undefined {
  const next = (BigInt(`0x${ipHex(address)}`) + BigInt(step)).toString(16).padStart(32, '0');
  if (!/^[0-9a-f]{32}$/.test(next)) return undefined;
  const neighbour = fromBytes(next.match(/../g)!.map((byte) => Number.parseInt(byte, 16)));
  return neighbour.version === address.version ? neighbour.text : undefined;
}

describeShared('MaxMind test databases', 'data/maxmind', (root) => {
  const database = (name: string): string => join(root, 'test-data', `${name}.mmdb`);
  const source = (name: string): Source => new Source(join(root, 'source-data', `${name}.json`));

  it.each(['GeoIP2-City-Test', 'GeoLite2-City-Test', 'GeoIP2-Enterprise-Test', 'GeoIP2-Country-Test'])(
    '%s: first and last address of every network, and their neighbours, are what its source says',
    async (name) => {
      const geo = await LiveGeo.open({ cityPaths: [database(name)], asnPath: database('GeoLite2-ASN-Test') });
      const oracle = source(name);
      for (const ip of oracle.addresses) {
        const record = oracle.recordOf(ip);
        const { country, registeredCountry, representedCountry, city, ...facts } = geo.lookup(ip);
        const { latitude, longitude, accuracyRadiusKm, timeZone, anycast, subdivision } = facts;
        expect([ip, country, registeredCountry, representedCountry, city]).toEqual([
          ip,
          field(record, 'country', 'iso_code'),
          field(record, 'registered_country', 'iso_code'),
          field(record, 'represented_country', 'iso_code'),
          field(record, 'city', 'names', 'en'),
        ]);
        expect([ip, latitude, longitude, accuracyRadiusKm, timeZone, anycast, subdivision]).toEqual([
          ip,
          field(record, 'location', 'latitude'),
          field(record, 'location', 'longitude'),
          field(record, 'location', 'accuracy_radius'),
          field(record, 'location', 'time_zone'),
          record === undefined ? undefined : field(record, 'traits', 'is_anycast') === true,
          field(record, 'subdivisions', '0', 'names', 'en'),
        ]);
      }
      expect(oracle.addresses.length).toBeGreaterThan(100);
    },
  );

  it('GeoLite2-ASN-Test: first and last address of every network, and their neighbours', async () => {
    const geo = await LiveGeo.open({ cityPaths: [], asnPath: database('GeoLite2-ASN-Test') });
    const oracle = source('GeoLite2-ASN-Test');
    for (const ip of oracle.addresses) {
      const { asn, asOrganisation } = geo.lookup(ip);
      const record = oracle.recordOf(ip);
      expect([ip, asn, asOrganisation]).toEqual([
        ip,
        field(record, 'autonomous_system_number'),
        field(record, 'autonomous_system_organization'),
      ]);
    }
  });

  it('GeoIP2-Anonymous-IP-Test: every flag, and false rather than unknown beside them', async () => {
    const geo = await LiveGeo.open({
      cityPaths: [],
      asnPath: database('GeoLite2-ASN-Test'),
      anonymousPath: database('GeoIP2-Anonymous-IP-Test'),
    });
    const oracle = source('GeoIP2-Anonymous-IP-Test');
    for (const ip of oracle.addresses) {
      const record = oracle.recordOf(ip);
      expect({ ip, ...geo.lookup(ip) }).toMatchObject({
        ip,
        isAnonymous: field(record, 'is_anonymous') === true,
        isVpn: field(record, 'is_anonymous_vpn') === true,
        isHosting: field(record, 'is_hosting_provider') === true,
        isPublicProxy: field(record, 'is_public_proxy') === true,
        isResidentialProxy: field(record, 'is_residential_proxy') === true,
        isTor: field(record, 'is_tor_exit_node') === true,
        hostingSource: 'database',
      });
    }
  });
});
