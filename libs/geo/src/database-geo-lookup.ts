import { geoAddress, parseIp } from '#libs/ip';
import type { IpAddress } from '#libs/ip';
import { anonymousFacts } from './anonymous-facts.js';
import type { AsnSource } from './asn-source.js';
import { cityFacts } from './city-facts.js';
import type { GeoDatabase, GeoFacts, GeoLookup, GeoProblem, GeoStatus, GeoVersion } from './geo-lookup.js';
import { hostingNetworks } from './hosting-networks.js';
import type { MmdbFile } from './mmdb-file.js';

export interface GeoSources {
  readonly cities: readonly MmdbFile[];
  readonly asn: AsnSource | undefined;
  readonly anonymous: MmdbFile | undefined;
}

/**
 * IPv4 lives under ::/96 in the trees of IPv6 files, so an IPv6 address there (::1, or the long obsolete ::8.8.8.8)
 * would find the place of an IPv4 address that it is not.
 */
export const isInIpv4Subtree = ({ version, bytes }: IpAddress): boolean =>
  version === 6 && bytes.slice(0, 12).every((byte) => byte === 0);

/** Can this file know addresses of that version? A tree of IPv4 read with the bits of IPv6 would answer nonsense. */
const knows = (file: MmdbFile, { version }: IpAddress): boolean => version <= file.ipVersion;

/** The look-up over opened databases: what each of them says about an address, put together. */
export class DatabaseGeoLookup implements GeoLookup {
  constructor(
    private readonly sources: GeoSources,
    private readonly databases: readonly GeoDatabase[],
    private readonly problems: readonly GeoProblem[],
  ) {}

  lookup(ip: string): GeoFacts {
    const parsed = parseIp(ip);
    if (parsed === undefined || isInIpv4Subtree(parsed)) return {};
    const address = geoAddress(parsed);
    const facts = { ...this.place(address), ...this.network(address) };
    return { ...facts, ...this.anonymity(address, facts.asn) };
  }

  version(): GeoVersion {
    const names = this.databases.map(({ type, builtAt }) => (builtAt ? `${type} ${builtAt.slice(0, 10)}` : type));
    return { text: names.length === 0 ? 'none' : names.join('; '), databases: this.databases };
  }

  status(): GeoStatus {
    const unanswered = this.problems.filter(({ answered }) => !answered);
    const worst = unanswered.find(({ status }) => status === 'corrupt') ?? unanswered[0];
    return { status: worst?.status ?? 'ok', problems: this.problems };
  }

  private place(address: IpAddress): GeoFacts {
    for (const file of this.sources.cities) {
      if (!knows(file, address)) continue;
      const record = file.get(address.text);
      if (record !== null) return cityFacts(record);
    }
    return {};
  }

  private network(address: IpAddress): GeoFacts {
    const system = this.sources.asn?.(address);
    if (system === undefined) return {};
    return { asn: system.asn, ...(system.organisation === undefined ? {} : { asOrganisation: system.organisation }) };
  }

  private anonymity(address: IpAddress, asn: number | undefined): GeoFacts {
    const { anonymous } = this.sources;
    if (anonymous && knows(anonymous, address)) return anonymousFacts(anonymous.get(address.text));
    return asn === undefined ? {} : { isHosting: hostingNetworks.has(asn), hostingSource: 'asn_list' };
  }
}
