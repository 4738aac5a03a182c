import { describe, expect, it } from '@jest/globals';
import { geoColumns } from './geo-address.js';

describe('geoColumns', () => {
  it('gives IPv4 as a number', () => {
    expect(geoColumns('8.8.8.8')).toEqual({ ip4: 134_744_072 });
    expect(geoColumns('255.255.255.255')).toEqual({ ip4: 4_294_967_295 });
  });

  it('finds the IPv4 address inside of a mapped, a 6to4 and a Teredo address', () => {
    expect(geoColumns('::ffff:8.8.8.8')).toEqual({ ip4: 134_744_072 });
    expect(geoColumns('2002:808:808::1')).toEqual({ ip4: 134_744_072 });
    expect(geoColumns('2001:0:808:808:1234:5678:9abc:def0')).toEqual({ ip4: 134_744_072 });
  });

  it('gives every other IPv6 address as 32 digits', () => {
    expect(geoColumns('2001:db8::1')).toEqual({ ip6: '20010db8000000000000000000000001' });
    expect(geoColumns('::1')).toEqual({ ip6: '00000000000000000000000000000001' });
  });

  it.each(['', 'localhost', '1.2.3', null, undefined])('gives nothing for %j', (text) => {
    expect(geoColumns(text)).toEqual({});
  });
});
