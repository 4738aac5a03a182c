import { describe, expect, it } from '@jest/globals';
import { parseIp } from '#libs/ip';
import type { IpAddress } from '#libs/ip';
import { ipv4Table, ipv6Table, tableAsnSource } from './asn-table.js';
import type { Organisations } from './asn-table.js';

const at = (text: string): IpAddress => {
  const address = parseIp(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  return address;
};

const ipv4Csv = Buffer.from(
  '16777216,16777471,13335,"Cloudflare, Inc."\n16778240,16779263,38803,Gtelecom\n16779264,16779264,0,Nobody\n4294967295,4294967295,7,"JSC ""SEVEN"""',
);
const ipv6Csv = Buffer.from(
  `${0x20010db8n << 96n},${(0x20010db9n << 96n) - 1n},64500,Documentation\r\n${(1n << 128n) - 2n},${(1n << 128n) - 1n},64501,Last\r\n`,
);

describe('tables of networks', () => {
  const organisations: Organisations = new Map();
  const source = tableAsnSource(ipv4Table(ipv4Csv, organisations), ipv6Table(ipv6Csv, organisations), organisations);

  it.each([
    ['1.0.0.0', { asn: 13335, organisation: 'Cloudflare, Inc.' }],
    ['1.0.0.255', { asn: 13335, organisation: 'Cloudflare, Inc.' }],
    ['1.0.1.0', undefined],
    ['0.255.255.255', undefined],
    ['1.0.4.0', { asn: 38803, organisation: 'Gtelecom' }],
    ['1.0.7.255', { asn: 38803, organisation: 'Gtelecom' }],
    // AS 0 is nobody's.
    ['1.0.8.0', undefined],
    ['255.255.255.254', undefined],
    ['255.255.255.255', { asn: 7, organisation: 'JSC "SEVEN"' }],
    ['2001:db8::', { asn: 64500, organisation: 'Documentation' }],
    ['2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', { asn: 64500, organisation: 'Documentation' }],
    ['2001:db9::', undefined],
    ['2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', undefined],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', { asn: 64501, organisation: 'Last' }],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffd', undefined],
  ])('%s', (ip, system) => {
    expect(source(at(ip))).toEqual(system);
  });

  it.each([
    ['a word for a number', '1,x,3,Name'],
    ['an end before its start', '9,8,3,Name'],
    ['an address above the last', '9,4294967296,3,Name'],
    ['a missing column', '1,2,3'],
    ['an order that is none', '9,9,3,Name\n8,8,3,Name'],
    ['an empty line', '1,2,3,Name\n\n4,5,6,Name'],
  ])('refuses %s and names the line', (_, text) => {
    const line = text.includes('\n') ? 2 : 1;
    expect(() => ipv4Table(Buffer.from(text), new Map())).toThrow(`line ${line} is no range`);
    expect(() => ipv6Table(Buffer.from(text.replace('4294967296', String(1n << 128n))), new Map())).toThrow(
      `line ${line} is no range`,
    );
  });
});
