import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Reader, type CityResponse } from 'maxmind';
import { fromBytes, ipv4FromNumber } from '#libs/ip';
import { describeShared } from '../../../../test/support/shared.js';
import { writeMmdb } from '../../testing/write-mmdb.js';
import { walkMmdb } from '../mmdb-walk.js';
import { hex32 } from './ip-range.js';
import { mmdbNetworks, mmdbRecords, type MmdbNetwork } from './mmdb-networks.js';

const textOf = ({ version }: MmdbNetwork, address: number | bigint): string =>
  version === 4
    ? ipv4FromNumber(Number(address)).text
    : fromBytes(Array.from(Buffer.from(hex32(BigInt(address)), 'hex'))).text;

const readable = (bytes: Buffer): [first: string, last: string, record: unknown][] =>
  Array.from(mmdbNetworks(bytes), (network) => [
    textOf(network, network.first),
    textOf(network, network.last),
    mmdbRecords(bytes)(network.record),
  ]);

describe('mmdbNetworks', () => {
  it('gives the networks of IPv4 once, whatever leads to them, and then those of IPv6', () => {
    const networks = { '1.0.0.0/24': 'a', '1.0.0.128/25': 'b', '2600::/32': 'c', '2600:0:8000::/33': 'd' };
    expect(readable(writeMmdb({ type: 'Test', ipVersion: 6, networks }))).toEqual([
      ['1.0.0.0', '1.0.0.127', 'a'],
      ['1.0.0.128', '1.0.0.255', 'b'],
      ['2600::', '2600:0:7fff:ffff:ffff:ffff:ffff:ffff', 'c'],
      ['2600:0:8000::', '2600:0:ffff:ffff:ffff:ffff:ffff:ffff', 'd'],
    ]);
  });

  it('reads a tree of IPv4 to its very ends', () => {
    const networks = { '0.0.0.0/1': 'a', '255.255.255.255/32': 'b' };
    expect(readable(writeMmdb({ type: 'Test', ipVersion: 4, networks }))).toEqual([
      ['0.0.0.0', '127.255.255.255', 'a'],
      ['255.255.255.255', '255.255.255.255', 'b'],
    ]);
  });

  it('refuses a tree whose nodes are shared without end', () => {
    // Each node leads twice to the next one: 2^29 networks in 30 nodes.
    const bytes = writeMmdb({ type: 'Test', ipVersion: 4, networks: { '0.0.0.0/30': 'a' } });
    for (let node = 0; node < 30; node++) bytes.copy(bytes, node * 8 + 4, node * 8, node * 8 + 4);
    walkMmdb(bytes);
    expect(() => {
      for (const _ of mmdbNetworks(bytes, 1_000_000));
    }).toThrow('it has more than 1000000 networks');
  });
});

describeShared('the networks of test databases', 'data/maxmind/test-data', (folder) => {
  const files = (folder === '' ? [] : readdirSync(folder)).filter(
    (file) => file.endsWith('.mmdb') && !/-Broken-|-Invalid-|broken/.test(file),
  );

  it.each(files.length > 0 ? files : ['none'])(
    '%s: hold what the reader says of their first and last address',
    (file) => {
      const bytes = readFileSync(join(folder, file));
      const reader = new Reader<CityResponse>(bytes);
      const recordOf = mmdbRecords(bytes);
      let before: MmdbNetwork | undefined;
      let networks = 0;
      const wrong: string[] = [];
      for (const network of mmdbNetworks(bytes)) {
        const expected = comparable(recordOf(network.record));
        for (const address of [network.first, network.last]) {
          const ip = textOf(network, address);
          // The last of ::/81 stands for an IPv4 address, and is looked up as such.
          const isOwn = ip.includes(':') === (network.version === 6);
          if (isOwn && comparable(reader.get(ip)) !== expected) wrong.push(ip);
        }
        if (before?.version === network.version && before.last >= network.first) wrong.push('overlap');
        before = network;
        networks += 1;
      }
      expect(wrong).toEqual([]);
      expect(networks).toBeGreaterThan(0);
    },
  );
});

/** Integers of 64 bits and more come in different types. */
const comparable = (record: unknown): string =>
  JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? String(Number(value)) : value));
