import type { IpAddress } from '#libs/ip';
import type { MmdbFile } from './mmdb-file.js';
import { numberField, textField } from './record-fields.js';

export interface AutonomousSystem {
  readonly asn: number;
  readonly organisation?: string;
}

/** Address to autonomous system, from whatever it was loaded. */
export type AsnSource = (address: IpAddress) => AutonomousSystem | undefined;

/** A GeoLite2-ASN or GeoIP2-ISP file. */
export function mmdbAsnSource(file: MmdbFile): AsnSource {
  return (address) => {
    if (address.version > file.ipVersion) return undefined;
    const record = file.get(address.text);
    const asn = numberField(record, ['autonomous_system_number'], 1, 4_294_967_295);
    const organisation = textField(record, 'autonomous_system_organization');
    if (asn === undefined) return undefined;
    return organisation === undefined ? { asn } : { asn, organisation };
  };
}
