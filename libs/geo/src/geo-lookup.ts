/** What the databases know about one address. Every field is absent when no database knows it. */
export interface GeoFacts {
  /** Where the address is used; ISO 3166-1 alpha-2, like the other two. */
  readonly country?: string;
  /** Where its network is registered. */
  readonly registeredCountry?: string;
  /** For whom it is used, such as an army abroad. */
  readonly representedCountry?: string;
  readonly city?: string;
  /** The largest part of the country (state, region), English name. */
  readonly subdivision?: string;
  readonly latitude?: number;
  readonly longitude?: number;
  /**
   * The true place is within this distance of the coordinates, probably. Unknown is not zero: coordinates without it may
   * be the middle of a country and are no evidence of a place.
   */
  readonly accuracyRadiusKm?: number;
  /** IANA name. */
  readonly timeZone?: string;
  readonly asn?: number;
  readonly asOrganisation?: string;
  readonly isAnonymous?: boolean;
  readonly isHosting?: boolean;
  /** How `isHosting` is known: a database says so, or the network is on the list of `hostingNetworks`. */
  readonly hostingSource?: 'database' | 'asn_list';
  readonly isVpn?: boolean;
  readonly isTor?: boolean;
  readonly isPublicProxy?: boolean;
  readonly isResidentialProxy?: boolean;
  /** Used in many places at once: its place says nothing. */
  readonly anycast?: boolean;
}

/** What a database is asked for. */
export type GeoRole = 'city' | 'asn' | 'anonymous';

export interface GeoDatabase {
  readonly role: GeoRole;
  /** File name without its folder. */
  readonly file: string;
  /** The file's own name for what it is, such as `GeoLite2-City`. */
  readonly type: string;
  /** When it was built, RFC 3339; absent where the file does not say. */
  readonly builtAt?: string;
  /** Of the file's bytes; absent where several files stand for one. */
  readonly sha256?: string;
  /** What its licence asks to be shown wherever its data is. */
  readonly attribution?: string;
}

export interface GeoVersion {
  /** All databases with their dates in one line; stored with every assessment. `none` if nothing could be opened. */
  readonly text: string;
  readonly databases: readonly GeoDatabase[];
}

export interface GeoProblem {
  readonly role: GeoRole;
  readonly path: string;
  readonly status: 'missing' | 'corrupt';
  /** Names the file, what is wrong with it, and what answers instead. */
  readonly reason: string;
  /** True while the file that lay there before goes on answering. */
  readonly answered: boolean;
}

export interface GeoStatus {
  /** The worst of the problems below that leave a role without an answer. */
  readonly status: 'ok' | 'missing' | 'corrupt';
  readonly problems: readonly GeoProblem[];
}

/** The port: IP addresses to places and networks, in memory, in microseconds. */
export interface GeoLookup {
  /** `ip` is any text; one that is no address, or not public, or in no database, gives {}. Never throws. */
  lookup(ip: string): GeoFacts;
  version(): GeoVersion;
  status(): GeoStatus;
}

/** A file that answers now, of those that a warehouse can load. */
export interface GeoFile {
  readonly role: GeoRole;
  readonly path: string;
  /** Of the bytes that answer; another file may lie at the path by now. */
  readonly sha256: string;
}

/** What the look-up answers from. */
export interface GeoFiles {
  /** In the order in which they are asked; without the built-in networks, which are no database. */
  files(): readonly GeoFile[];
}

/** The injection token of a `GeoFiles`. */
export const GEO_FILES = Symbol('GEO_FILES');

/** The injection token of the look-up. */
export const GEO_LOOKUP = Symbol('GEO_LOOKUP');
