import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { networkContains, parseIp, parseNetwork } from '#libs/ip';
import { ListIndex, networksAround, type ListRow } from './list-index.js';

const row = (changes: Partial<ListRow> = {}): ListRow => ({
  list: 'block',
  kind: 'card',
  value: 'card-1',
  reason: 'seen before',
  expires_at: null,
  ...changes,
});
const now = Date.parse('2026-01-02T00:00:00Z');

describe('the list index', () => {
  it('finds what every list says about each entity, until its end', () => {
    const index = new ListIndex([
      row(),
      row({ list: 'allow' }),
      row({ kind: 'email', value: 'a@example.com', expires_at: '2026-01-02T00:00:01Z' }),
      row({ kind: 'device', value: 'card-1' }),
      row({ list: 'watch', kind: 'backer', value: 'b', expires_at: '2026-01-02T00:00:00Z' }),
    ]);
    expect(index.hits({ card: 'card-1', email: 'a@example.com', backer: 'b', device: 'd' }, now)).toEqual([
      { list: 'allow', label: 'allow card: seen before' },
      { list: 'block', label: 'block card: seen before' },
      { list: 'block', label: 'block email: seen before' },
    ]);
    index.remove(row());
    index.remove(row({ value: 'never there' }));
    expect(index.hits({ card: 'card-1' }, now)).toEqual([{ list: 'allow', label: 'allow card: seen before' }]);
    expect(index.size).toBe(4);
  });

  it('finds the networks around an address, the narrowest first, whatever else is listed', () => {
    const values = ['0.0.0.0/0', '203.0.113.0/24', '203.0.113.7/32', '203.0.112.0/24', '2001:db8::/32'];
    const index = new ListIndex(values.map((value) => row({ kind: 'cidr', value, reason: value })));
    const labels = (ip: string): string[] => index.hits({ ip }, now).map(({ label }) => label);
    expect(labels('203.0.113.7')).toEqual([
      'block cidr: 203.0.113.7/32',
      'block cidr: 203.0.113.0/24',
      'block cidr: 0.0.0.0/0',
    ]);
    expect(labels('2001:db8:1::5')).toEqual(['block cidr: 2001:db8::/32']);
    expect(labels('2001:db9::1')).toEqual([]);
    index.remove(row({ kind: 'cidr', value: '203.0.113.0/24' }));
    expect(labels('203.0.113.9')).toEqual(['block cidr: 0.0.0.0/0']);
  });

  it('answers as a look at every network would, whatever they are', () => {
    const address = fc.ipV4();
    const network = fc.tuple(fc.ipV4(), fc.nat(32)).map(([ip, prefix]) => `${ip}/${prefix}`);
    fc.assert(
      fc.property(fc.array(network, { maxLength: 30 }), address, (networks, ip) => {
        const parsed = networks.flatMap((text) => parseNetwork(text) ?? []);
        const texts = [...new Set(parsed.map(({ first, prefix }) => `${first.text}/${prefix}`))];
        const index = new ListIndex(texts.map((value) => row({ kind: 'cidr', value, reason: value })));
        const [found] = [parseIp(ip)];
        const expected = texts.filter((text) => {
          const one = parseNetwork(text);
          return one !== undefined && found !== undefined && networkContains(one, found);
        });
        const labels = index.hits({ ip }, now).map(({ label }) => label.slice('block cidr: '.length));
        expect(labels.toSorted()).toEqual(expected.toSorted());
      }),
    );
  });

  it('keeps as many entries as come and go in a few bytes each', () => {
    const index = new ListIndex();
    const value = (number: number): string => `device-${number}`;
    for (let number = 0; number < 30_000; number++) index.add(row({ kind: 'device', value: value(number) }));
    for (let number = 0; number < 30_000; number += 2) index.remove(row({ kind: 'device', value: value(number) }));
    for (let number = 30_000; number < 60_000; number++) index.add(row({ kind: 'device', value: value(number) }));
    expect(index.size).toBe(45_000);
    expect(index.bytes / index.size).toBeLessThan(33);
    for (const number of [1, 29_999, 30_000, 59_999])
      expect(index.hits({ device: value(number) }, now)).toHaveLength(1);
    for (const number of [0, 29_998, 60_000]) expect(index.hits({ device: value(number) }, now)).toEqual([]);
  });

  it('names every network that an address is in', () => {
    expect(networksAround('8.8.8.8')).toHaveLength(33);
    expect(networksAround('8.8.8.8')).toEqual(expect.arrayContaining(['8.8.8.8/32', '8.8.8.0/24', '0.0.0.0/0']));
    expect(networksAround('2001:db8::1')).toHaveLength(129);
    expect(networksAround('nowhere')).toEqual([]);
  });
});
