import ipaddr from 'ipaddr.js';
import type { IpAddress } from './address.js';

/**
 * What an address is for. Only `public` says anything about where its user is; a pledge from any other kind came
 * through a proxy that hides the real address, or from a test.
 */
export type IpKind =
  'public' | 'private' | 'loopback' | 'link_local' | 'shared' | 'multicast' | 'unspecified' | 'tunnel' | 'reserved';

/** Names of the ranges that ipaddr.js tells apart (IANA's special-purpose registries), as the fewer kinds that matter here. */
const kinds: Readonly<Record<string, IpKind>> = {
  unicast: 'public',
  private: 'private',
  uniqueLocal: 'private',
  loopback: 'loopback',
  linkLocal: 'link_local',
  // Carriers' address translation, 100.64.0.0/10 (RFC 6598).
  carrierGradeNat: 'shared',
  multicast: 'multicast',
  unspecified: 'unspecified',
  '6to4': 'tunnel',
  teredo: 'tunnel',
  rfc6145: 'tunnel',
  rfc6052: 'tunnel',
};

/** The kind of an address by IANA's registries of special-purpose addresses; anything unlisted there is `reserved`. */
export function ipKind(address: IpAddress): IpKind {
  return kinds[ipaddr.fromByteArray([...address.bytes]).range()] ?? 'reserved';
}
