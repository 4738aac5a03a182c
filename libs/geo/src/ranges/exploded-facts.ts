import { parseIp } from '#libs/ip';
import { isInIpv4Subtree } from '../database-geo-lookup.js';
import type { GeoFacts, GeoRole } from '../geo-lookup.js';
import { hostingNetworks } from '../hosting-networks.js';
import { countryField, numberField, present } from '../record-fields.js';

/** What one kind of exploded ranges says of an address; a flag is null where its record has none. */
export interface ExplodedFact {
  readonly kind: string;
  readonly country: string | null;
  readonly asn: number | null;
  readonly is_anonymous: boolean | null;
  readonly is_hosting: boolean | null;
  readonly is_vpn: boolean | null;
  readonly is_tor: boolean | null;
  readonly is_public_proxy: boolean | null;
  readonly is_residential_proxy: boolean | null;
}

/**
 * The facts of an address from exploded ranges, as the look-up in memory has them from the same databases: country, network
 * and flags.
 * @param rows what the kinds in `known` say; a kind without a row knows nothing of the address
 * @param known kinds of which there was a version at that time; of any other, `live` says it
 */
export function explodedFacts(
  ip: string,
  rows: readonly ExplodedFact[],
  known: ReadonlySet<GeoRole>,
  live: GeoFacts,
): GeoFacts {
  const address = parseIp(ip);
  if (address === undefined || isInIpv4Subtree(address)) return {};
  const rowOf = (kind: GeoRole): ExplodedFact | undefined => rows.find((row) => row.kind === kind);
  const country = known.has('city') ? countryField(rowOf('city'), 'country') : live.country;
  const asn = known.has('asn') ? (asnOf(rowOf('asn')) ?? asnOf(rowOf('city'))) : live.asn;
  return present<GeoFacts>({
    country,
    asn,
    ...(known.has('anonymous') ? flagsOf(rowOf('anonymous')) : hostingOf(asn, live)),
  });
}

const asnOf = (row: ExplodedFact | undefined): number | undefined => numberField(row, ['asn'], 1, 4_294_967_295);

/** Such databases list what is so: an address that is in none of their networks is none of it. */
const flagsOf = (row: ExplodedFact | undefined): GeoFacts => ({
  isAnonymous: row?.is_anonymous === true,
  isHosting: row?.is_hosting === true,
  hostingSource: 'database',
  isVpn: row?.is_vpn === true,
  isTor: row?.is_tor === true,
  isPublicProxy: row?.is_public_proxy === true,
  isResidentialProxy: row?.is_residential_proxy === true,
});

function hostingOf(asn: number | undefined, live: GeoFacts): GeoFacts {
  if (live.hostingSource === 'database') {
    const { isAnonymous, isHosting, hostingSource, isVpn, isTor, isPublicProxy, isResidentialProxy } = live;
    return present<GeoFacts>({
      isAnonymous,
      isHosting,
      hostingSource,
      isVpn,
      isTor,
      isPublicProxy,
      isResidentialProxy,
    });
  }
  return asn === undefined ? {} : { isHosting: hostingNetworks.has(asn), hostingSource: 'asn_list' };
}
