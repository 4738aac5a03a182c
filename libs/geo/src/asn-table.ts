import type { IpAddress } from '#libs/ip';
import type { AutonomousSystem } from './asn-source.js';

/**
 * Ranges of one IP version in order of their first address, as parallel typed arrays: 14 bytes a range in IPv4, 36 in
 * IPv6, names once per system. Half a million ranges are 10 MB where objects would be 100.
 */
export interface RangeTable {
  readonly find: (address: IpAddress) => number | undefined;
  readonly size: number;
}

const comma = 44;
const newline = 10;
const quote = 34;

/** Names of systems by number, over all tables that are read with it. */
export type Organisations = Map<number, string>;

/** "a ""b"" c" → a "b" c, as RFC 4180. */
function unquoted(text: string): string {
  return text.charCodeAt(0) === quote ? text.slice(1, -1).replaceAll('""', '"') : text;
}

type AddRange = (first: string, last: string, asn: number) => boolean;

/** Calls `add` for each line `first,last,asn,organisation` of decimal numbers; throws at the first line that is none. */
function readLines(csv: Buffer, organisations: Organisations, add: AddRange): void {
  let line = 1;
  for (let at = 0; at < csv.length; line++) {
    let end = csv.indexOf(newline, at);
    if (end < 0) end = csv.length;
    const firstEnd = csv.indexOf(comma, at);
    const lastEnd = csv.indexOf(comma, firstEnd + 1);
    const asnEnd = csv.indexOf(comma, lastEnd + 1);
    const isLine = firstEnd > at && lastEnd > firstEnd && asnEnd > lastEnd && asnEnd < end;
    const asn = isLine ? Number(csv.toString('latin1', lastEnd + 1, asnEnd)) : NaN;
    const accepted =
      asn >= 0 &&
      asn <= 0xffffffff &&
      add(csv.toString('latin1', at, firstEnd), csv.toString('latin1', firstEnd + 1, lastEnd), asn);
    if (!accepted) throw new RangeError(`line ${line} is no range of addresses`);
    if (!organisations.has(asn)) {
      const nameEnd = csv[end - 1] === 13 ? end - 1 : end;
      organisations.set(asn, unquoted(csv.toString('utf8', asnEnd + 1, nameEnd)));
    }
    at = end + 1;
  }
}

const countLines = (csv: Buffer): number => {
  let lines = 1;
  for (let at = csv.indexOf(newline); at >= 0; at = csv.indexOf(newline, at + 1)) lines++;
  return lines;
};

/** Index of the last of `size` ascending elements that is not after the wanted one; −1 if all are. */
function lastNotAfter(size: number, isAfter: (index: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAfter(middle)) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

/** Ranges of IPv4 addresses as numbers. */
export function ipv4Table(csv: Buffer, organisations: Organisations): RangeTable {
  const lines = countLines(csv);
  const firsts = new Uint32Array(lines);
  const lasts = new Uint32Array(lines);
  const asns = new Uint32Array(lines);
  let size = 0;
  readLines(csv, organisations, (firstText, lastText, asn) => {
    const first = Number(firstText);
    const last = Number(lastText);
    if (!(first <= last && last <= 0xffffffff) || (size > 0 && first < firsts[size - 1]!)) return false;
    firsts[size] = first;
    lasts[size] = last;
    asns[size++] = asn;
    return true;
  });
  const find = ({ bytes }: IpAddress): number | undefined => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes;
    const wanted = ((a * 256 + b) * 256 + c) * 256 + d;
    const index = lastNotAfter(size, (at) => firsts[at]! > wanted);
    return index >= 0 && wanted <= lasts[index]! ? asns[index] : undefined;
  };
  return { find, size };
}

const low64 = (1n << 64n) - 1n;
const highest = (1n << 128n) - 1n;

/** Ranges of IPv6 addresses as decimal numbers of 128 bits, kept as two halves each. */
export function ipv6Table(csv: Buffer, organisations: Organisations): RangeTable {
  const lines = countLines(csv);
  const highs = [new BigUint64Array(lines), new BigUint64Array(lines)] as const;
  const lows = [new BigUint64Array(lines), new BigUint64Array(lines)] as const;
  const asns = new Uint32Array(lines);
  let size = 0;
  let previous = 0n;
  readLines(csv, organisations, (firstText, lastText, asn) => {
    if (!/^\d{1,39}$/.test(firstText) || !/^\d{1,39}$/.test(lastText)) return false;
    const ends = [BigInt(firstText), BigInt(lastText)] as const;
    if (ends[0] > ends[1] || ends[1] > highest || ends[0] < previous) return false;
    for (const side of [0, 1] as const) {
      highs[side][size] = ends[side] >> 64n;
      lows[side][size] = ends[side] & low64;
    }
    previous = ends[0];
    asns[size++] = asn;
    return true;
  });
  const find = ({ bytes }: IpAddress): number | undefined => {
    const view = new DataView(Uint8Array.from(bytes).buffer);
    const high = view.getBigUint64(0);
    const low = view.getBigUint64(8);
    const isAfter = (side: 0 | 1, at: number): boolean =>
      highs[side][at]! > high || (highs[side][at] === high && lows[side][at]! > low);
    const index = lastNotAfter(size, (at) => isAfter(0, at));
    if (index < 0) return undefined;
    const within = isAfter(1, index) || (highs[1][index] === high && lows[1][index] === low);
    return within ? asns[index] : undefined;
  };
  return { find, size };
}

/** Autonomous systems from the tables of both versions. AS 0 says "not routed" (RFC 7607) and is nobody's. */
export function tableAsnSource(ipv4: RangeTable, ipv6: RangeTable, organisations: Organisations) {
  return (address: IpAddress): AutonomousSystem | undefined => {
    const asn = (address.version === 4 ? ipv4 : ipv6).find(address);
    if (asn === undefined || asn === 0) return undefined;
    const organisation = organisations.get(asn);
    return organisation === undefined || organisation === '' ? { asn } : { asn, organisation };
  };
}
