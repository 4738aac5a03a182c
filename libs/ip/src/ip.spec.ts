import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  enclosingNetwork,
  fromBytes,
  ipHex,
  ipKind,
  ipv4FromNumber,
  ipv4Number,
  lastAddress,
  networkContains,
  networkOf,
  networkText,
  parseIp,
  parseNetwork,
} from './index.js';
import type { IpAddress } from './index.js';

const parsed = (text: string): IpAddress => {
  const address = parseIp(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  return address;
};

const ipv4Bytes = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 });
const ipv6Bytes = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 16, maxLength: 16 });

describe('parseIp', () => {
  it.each([
    ['8.8.8.8', '8.8.8.8'],
    [' 8.8.8.8 ', '8.8.8.8'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['::FFFF:8.8.8.8', '8.8.8.8'],
    ['::ffff:808:808', '8.8.8.8'],
    ['0:0:0:0:0:ffff:0808:0808', '8.8.8.8'],
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::', '::'],
    ['::1', '::1'],
    ['64:ff9b::1.2.3.4', '64:ff9b::102:304'],
    // Obsolete, and not the IPv4 address.
    ['::8.8.8.8', '::808:808'],
    ['1:2:3:4:5:6:7.8.9.10', '1:2:3:4:5:6:708:90a'],
  ])('reads %j as %s', (text, canonical) => {
    expect(parsed(text).text).toBe(canonical);
  });

  it.each([
    '',
    '8.8.8',
    '8.8.8.8.8',
    '8.8.8.8.',
    '.8.8.8.8',
    '256.1.1.1',
    '08.8.8.8',
    '010.1.1.1',
    '8.8.8.00',
    '0x8.8.8.8',
    '134744072',
    '0x08080808',
    '8.8.8.8/32',
    'fe80::1%eth0',
    '[::1]',
    '::1::2',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '::12345',
    '::g',
    '::ffff:010.1.1.1',
    '::ffff:1.2.3',
    '1:2:3:4:5:6:7:1.2.3.4',
    '1.2.3.4::',
    'localhost',
    '８.８.８.８',
    '8.8.8.8\u0000',
    ':'.repeat(1000),
  ])('refuses %j', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  it('gives every address one text, and reads that text back as the same address', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4Bytes, ipv6Bytes), (bytes) => {
        const address = fromBytes(bytes);
        expect(parsed(address.text)).toEqual(address);
      }),
    );
  });
});

describe('numbers', () => {
  it('counts IPv4 from the left', () => {
    expect(ipv4Number(parsed('8.8.8.8'))).toBe(134744072);
    expect(ipv4Number(parsed('255.255.255.255'))).toBe(4294967295);
    expect(ipv4Number(parsed('::1'))).toBeUndefined();
    expect(ipv4FromNumber(3232235777).text).toBe('192.168.1.1');
    expect(() => ipv4FromNumber(4294967296)).toThrow(RangeError);
    expect(() => ipv4FromNumber(0.5)).toThrow(RangeError);
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), (number) => expect(ipv4Number(ipv4FromNumber(number))).toBe(number)),
    );
  });

  it('writes 32 hexadecimal digits that sort like addresses, IPv4 as mapped', () => {
    expect(ipHex(parsed('8.8.8.8'))).toBe('00000000000000000000ffff08080808');
    expect(ipHex(parsed('2001:db8::1'))).toBe('20010db8000000000000000000000001');
  });
});

describe('networks', () => {
  it.each([
    ['8.8.8.8', '8.8.8.0/24'],
    ['::ffff:8.8.8.8', '8.8.8.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['::1', '::/48'],
  ])('%s is near %s', (text, network) => {
    expect(networkOf(parsed(text))).toBe(network);
  });

  it.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['10.1.2.3', '10.1.2.3/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['192.168.1.77/26', '192.168.1.64/26'],
    ['::ffff:10.1.2.3/104', '10.0.0.0/8'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
    ['::1', '::1/128'],
  ])('reads %s as %s', (text, canonical) => {
    const network = parseNetwork(text);
    expect(network && networkText(network)).toBe(canonical);
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '::/129',
    '::ffff:1.2.3.4/95',
    'x/8',
  ])('refuses %s', (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });

  it('holds exactly the addresses from its first to its last', () => {
    const block = fc.oneof(fc.tuple(ipv4Bytes, fc.nat({ max: 32 })), fc.tuple(ipv6Bytes, fc.nat({ max: 128 })));
    fc.assert(
      fc.property(block, fc.oneof(ipv4Bytes, ipv6Bytes), ([bytes, prefix], other) => {
        const network = enclosingNetwork(fromBytes(bytes), Math.min(prefix, 8 * fromBytes(bytes).bytes.length));
        const [address, last] = [fromBytes(other), lastAddress(network)];
        expect(networkContains(network, fromBytes(bytes))).toBe(true);
        expect(networkContains(network, last)).toBe(true);
        const isBetween = ipHex(network.first) <= ipHex(address) && ipHex(address) <= ipHex(last);
        expect(networkContains(network, address)).toBe(address.version === network.first.version && isBetween);
      }),
    );
  });
});

describe('ipKind', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1', 'public'],
    ['10.0.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'public'],
    ['192.168.0.1', 'private'],
    ['::ffff:192.168.0.1', 'private'],
    ['fd00::1', 'private'],
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['169.254.169.254', 'link_local'],
    ['fe80::1', 'link_local'],
    ['100.64.0.1', 'shared'],
    ['224.0.0.1', 'multicast'],
    ['ff02::1', 'multicast'],
    ['0.0.0.0', 'unspecified'],
    ['::', 'unspecified'],
    ['2002:808:808::1', 'tunnel'],
    ['2001:0:1::1', 'tunnel'],
    ['203.0.113.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['2001:db8::1', 'reserved'],
  ])('%s is %s', (text, kind) => {
    expect(ipKind(parsed(text))).toBe(kind);
  });
});
