import type { GeoFacts } from './geo-lookup.js';
import { flagField } from './record-fields.js';

/** The flags of an Anonymous-IP or Anonymous-Plus record; without a record the database says that none holds. */
export function anonymousFacts(record: unknown): GeoFacts {
  return {
    isAnonymous: flagField(record, 'is_anonymous'),
    isHosting: flagField(record, 'is_hosting_provider'),
    hostingSource: 'database',
    isVpn: flagField(record, 'is_anonymous_vpn'),
    isTor: flagField(record, 'is_tor_exit_node'),
    isPublicProxy: flagField(record, 'is_public_proxy'),
    isResidentialProxy: flagField(record, 'is_residential_proxy'),
  };
}
