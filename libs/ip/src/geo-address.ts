import { fromBytes, ipHex, ipv4Number, parseIp } from './address.js';
import type { IpAddress } from './address.js';

/**
 * The address as geography looks it up. Databases of MaxMind's make alike the addresses that hold an IPv4 address inside:
 * 6to4 (2002::/16, RFC 3056: bits 16 to 47) and Teredo (2001::/32, RFC 4380: bits 32 to 63, the server's) stand for it,
 * as IPv4-mapped ones do.
 */
export function geoAddress(address: IpAddress): IpAddress {
  const { version, bytes } = address;
  if (version === 4) return address;
  if (bytes[0] === 0x20 && bytes[1] === 0x02) return fromBytes(bytes.slice(2, 6));
  if (bytes[0] === 0x20 && bytes[1] === 0x01 && bytes[2] === 0 && bytes[3] === 0) return fromBytes(bytes.slice(4, 8));
  return address;
}

/**
 * What the warehouse joins with ranges of addresses: IPv4 as a number in `ip4`, IPv6 as 32 hexadecimal digits in `ip6`;
 * neither for a text that is no address. Example: 8.8.8.8 is ip4 134744072.
 */
export function geoColumns(text: string | null | undefined): { readonly ip4?: number; readonly ip6?: string } {
  const parsed = typeof text === 'string' ? parseIp(text) : undefined;
  if (parsed === undefined) return {};
  const address = geoAddress(parsed);
  const ip4 = ipv4Number(address);
  return ip4 === undefined ? { ip6: ipHex(address) } : { ip4 };
}
