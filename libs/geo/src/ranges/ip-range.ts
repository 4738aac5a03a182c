/** Addresses from the first to the last, both included: IPv4 as numbers, IPv6 as integers of 128 bits. */
export type IpRange =
  | { readonly version: 4; readonly first: number; readonly last: number }
  | { readonly version: 6; readonly first: bigint; readonly last: bigint };

/** 32 hexadecimal digits, as the warehouse has IPv6. */
export const hex32 = (address: bigint): string => address.toString(16).padStart(32, '0');
