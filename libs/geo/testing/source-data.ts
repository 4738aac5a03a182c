import { fromBytes, ipHex, ipv4FromNumber, ipv4Number, lastAddress, parseNetwork, type IpAddress } from '#libs/ip';
import { hex32 } from '../src/ranges/ip-range.js';

/** An address and the record that it must have; null where it is in no network. */
export interface Expected {
  readonly ip: string;
  readonly record: unknown;
}

interface Network {
  readonly first: bigint;
  readonly last: bigint;
  readonly record: unknown;
}

/**
 * What the JSON of MaxMind's test databases says of the first and the last address of each of its networks, of their
 * neighbours, and of the forms of IPv6 in which an IPv4 address comes along. Of networks that hold an address the last one
 * has it, as the writer inserts them. No database is read.
 */
export function sourceData(json: string): Expected[] {
  const networks = (JSON.parse(json) as Record<string, unknown>[]).flatMap(Object.entries).map(networkOf);
  const addresses = new Set(
    networks
      .flatMap(({ first, last }) => [first - 1n, first, last, last + 1n])
      .flatMap((one) => [one, ...formsOf(one)]),
  );
  return Array.from(addresses)
    .filter((address) => address >= 0n && address < 1n << 128n)
    .map((address) => {
      const asked = ipv4Within(address) ?? address;
      const network = networks.findLast(({ first, last }) => first <= asked && asked <= last);
      return { ip: textOf(address), record: network?.record ?? null };
    });
}

/** The networks of the JSON as MaxMind writes them in CSV, none within another: IPv4 as such, whatever the JSON has. */
export const sourceNetworks = (json: string): [network: string, record: unknown][] =>
  (JSON.parse(json) as Record<string, unknown>[]).flatMap(Object.entries).map(([text, record]) => {
    const [address = '', prefix = ''] = text.split('/');
    const isInside = address.startsWith('::') && placeOf(parseNetwork(text)!.first) < 1n << 32n;
    return [isInside ? `${address.slice(2)}/${Number(prefix) - 96}` : text, record];
  });

/** IPv4 lives at the beginning of the tree, whether it is written 1.0.0.0/24 or ::1.0.0.0/120. */
function networkOf([text, record]: [string, unknown]): Network {
  const network = parseNetwork(text);
  if (network === undefined) throw new Error(`${text} is no network.`);
  return { first: placeOf(network.first), last: placeOf(lastAddress(network)), record };
}

const placeOf = (address: IpAddress): bigint => BigInt(ipv4Number(address) ?? `0x${ipHex(address)}`);

function textOf(address: bigint): string {
  if (address < 1n << 32n) return ipv4FromNumber(Number(address)).text;
  if (address >> 32n === 0xffffn) return `::ffff:${textOf(address & ((1n << 32n) - 1n))}`;
  return fromBytes(Array.from(Buffer.from(hex32(address), 'hex'))).text;
}

/** Mapped (::ffff:0:0/96), 6to4 (2002::/16) and Teredo (2001::/32). */
const formsOf = (address: bigint): bigint[] =>
  address < 0n || address >= 1n << 32n
    ? []
    : [
        (0xffffn << 32n) | address,
        (0x2002n << 112n) | (address << 80n) | 1n,
        (0x2001_0000n << 96n) | (address << 64n) | 5n,
      ];

/** The trees of MaxMind's databases lead from those three to IPv4. */
function ipv4Within(address: bigint): bigint | undefined {
  const low = (1n << 32n) - 1n;
  if (address >> 32n === 0xffffn) return address & low;
  if (address >> 112n === 0x2002n) return (address >> 80n) & low;
  if (address >> 96n === 0x2001_0000n) return (address >> 64n) & low;
  return undefined;
}
