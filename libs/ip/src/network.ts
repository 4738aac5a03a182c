import { fromBytes, parseIp } from './address.js';
import type { IpAddress } from './address.js';

/** A block of addresses: the first one and how many leading bits are fixed. */
export interface IpNetwork {
  readonly first: IpAddress;
  readonly prefix: number;
}

/** The bytes with all but the leading `prefix` bits set to zero. */
const masked = (bytes: readonly number[], prefix: number): number[] =>
  bytes.map((byte, index) => byte & (0xff << (8 - Math.min(8, Math.max(0, prefix - 8 * index)))) & 0xff);

/** The block of this size that the address is in. Throws a RangeError on a prefix that its version does not have. */
export function enclosingNetwork(address: IpAddress, prefix: number): IpNetwork {
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > 8 * address.bytes.length)
    throw new RangeError(`/${prefix} is no prefix of IPv${address.version}`);
  const bytes = masked(address.bytes, prefix);
  // ::/0 holds the mapped addresses, yet its first address must not turn into IPv4: only a whole mapped prefix folds.
  return { first: address.version === 4 ? fromBytes(bytes) : ipv6(bytes), prefix };
}

const ipv6 = (bytes: readonly number[]): IpAddress => {
  const address = fromBytes(bytes);
  return address.version === 6 ? address : { version: 6, text: `::ffff:${address.text}`, bytes };
};

export const networkText = ({ first, prefix }: IpNetwork): string => `${first.text}/${prefix}`;

/** How near addresses must be to count as neighbours: the smallest block that is usually routed and handed out as one. */
const neighbourhood = { 4: 24, 6: 48 } as const;

/** The neighbourhood of an address as canonical CIDR text: /24 of IPv4, /48 of IPv6. Example: 8.8.8.8 → 8.8.8.0/24. */
export function networkOf(address: IpAddress): string {
  return networkText(enclosingNetwork(address, neighbourhood[address.version]));
}

/**
 * Reads `address/prefix`, or a single address as a block of one; undefined if it is neither. Host bits are cleared
 * (10.1.2.3/8 is 10.0.0.0/8), and a block within ::ffff:0:0/96 folds to IPv4.
 */
export function parseNetwork(text: string): IpNetwork | undefined {
  const [addressText = '', prefixText, ...rest] = text.trim().split('/');
  const address = parseIp(addressText);
  if (address === undefined || rest.length > 0) return undefined;
  if (prefixText === undefined) return { first: address, prefix: 8 * address.bytes.length };
  if (!/^(?:0|[1-9]\d{0,2})$/.test(prefixText)) return undefined;
  const folded = address.version === 4 && addressText.includes(':');
  const prefix = Number(prefixText) - (folded ? 96 : 0);
  return prefix >= 0 && prefix <= 8 * address.bytes.length ? enclosingNetwork(address, prefix) : undefined;
}

/** Is the address in the block? Never across versions. */
export function networkContains({ first, prefix }: IpNetwork, address: IpAddress): boolean {
  if (first.version !== address.version) return false;
  return masked(address.bytes, prefix).every((byte, index) => byte === first.bytes[index]);
}

/** The last address of the block. */
export function lastAddress({ first, prefix }: IpNetwork): IpAddress {
  const hosts = masked(
    first.bytes.map(() => 0xff),
    prefix,
  );
  const bytes = first.bytes.map((byte, index) => byte | (0xff ^ (hosts[index] ?? 0)));
  return first.version === 4 ? fromBytes(bytes) : ipv6(bytes);
}
