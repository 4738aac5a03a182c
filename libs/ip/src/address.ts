import ipaddr from 'ipaddr.js';

/** An IP address in canonical form. Make it with `parseIp`; two texts of one address give equal values. */
export interface IpAddress {
  readonly version: 4 | 6;
  /** Dotted decimal, or RFC 5952 (lower case, longest run of zeros as ::). What is stored and counted. */
  readonly text: string;
  /** 4 or 16 bytes, most significant first. */
  readonly bytes: readonly number[];
}

/** Each octet 0–255 in decimal without a leading zero: 010 is 8 to some parsers and 10 to others, so it is nobody's. */
const dottedDecimal = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** The longest text of an address: eight groups of four with a dotted tail. */
const longestText = 45;

/**
 * Reads an address, or gives undefined if the text is none. IPv4 is four decimal octets and nothing else (no octal, hex
 * or fewer parts); IPv6 any RFC 4291 text, without a zone id (`%eth0` means something on one machine only) and without
 * brackets. IPv4-mapped IPv6 (`::ffff:1.2.3.4`) is folded to IPv4: it is the same machine. White space around is no part.
 */
export function parseIp(text: string): IpAddress | undefined {
  const trimmed = text.trim();
  if (trimmed.length > longestText || trimmed.includes('%')) return undefined;
  if (!trimmed.includes(':')) return parseDotted(trimmed);
  const [, head = '', tail = ''] = /^(.*:)([^:]*)$/.exec(trimmed) ?? [];
  const dotted = tail.includes('.') ? parseDotted(tail) : undefined;
  if (tail.includes('.') && dotted === undefined) return undefined;
  // ipaddr.js takes the obsolete ::1.2.3.4 for a mapped address, which it is not: give it groups only.
  const groups = dotted === undefined ? trimmed : head + ipHex(dotted).slice(24).replace(/^.{4}/, '$&:');
  return ipaddr.IPv6.isValid(groups) ? fromBytes(ipaddr.IPv6.parse(groups).toByteArray()) : undefined;
}

const parseDotted = (text: string): IpAddress | undefined =>
  dottedDecimal.test(text) ? fromBytes(text.split('.').map(Number)) : undefined;

/** The address of 4 or 16 bytes; 16 that are IPv4-mapped give IPv4. Throws a RangeError on any other length. */
export function fromBytes(bytes: readonly number[]): IpAddress {
  if (bytes.length === 4) return { version: 4, text: bytes.join('.'), bytes };
  if (bytes.length !== 16) throw new RangeError(`an address has 4 or 16 bytes, not ${bytes.length}`);
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (isMapped) return fromBytes(bytes.slice(12));
  return { version: 6, text: new ipaddr.IPv6([...bytes]).toRFC5952String(), bytes };
}

/** An IPv4 address as a number, 0 to 4294967295; undefined for IPv6. Example: 8.8.8.8 is 134744072. */
export function ipv4Number(address: IpAddress): number | undefined {
  if (address.version !== 4) return undefined;
  return address.bytes.reduce((number, byte) => number * 256 + byte, 0);
}

/** The IPv4 address of a number, 0 to 4294967295. Throws a RangeError otherwise. */
export function ipv4FromNumber(number: number): IpAddress {
  if (!Number.isInteger(number) || number < 0 || number > 0xffffffff)
    throw new RangeError(`${number} is no IPv4 address`);
  return fromBytes([24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff));
}

/** 32 hexadecimal digits, IPv4 in its mapped form: sorts and compares as text in the order of addresses. */
export function ipHex(address: IpAddress): string {
  const bytes = address.version === 4 ? [...mappedPrefix, ...address.bytes] : address.bytes;
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const mappedPrefix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
