import { explodedFacts, type ExplodedFact, type GeoLookup, type GeoRole } from '#libs/geo';
import { geoColumns } from '#libs/ip';
import type { Warehouse } from '#libs/warehouse';
import type { GeoAnswer } from '../score/lookups.js';

/** A version that is in the warehouse. */
export interface DatedVersion {
  readonly geo_version: number;
  readonly kind: string;
  readonly database_type: string;
  readonly built_at: Date;
  readonly valid_from: Date;
  readonly valid_until: Date | null;
}

/** An address at a moment, ms. */
export interface DatedAddress {
  readonly ip: string;
  readonly atMs: number;
}

/** A kind that is asked as of another moment: that of a version that has just come. */
export interface NewGeography {
  readonly kind: GeoRole;
  readonly validFromMs: number;
}

const roles = ['city', 'asn', 'anonymous'] as const satisfies readonly GeoRole[];

/** Addresses of one question: their text is within a VARCHAR of Redshift. */
const asked = 500;

/**
 * Where addresses were, by the exploded ranges of the warehouse and the version of each kind that was valid at their moment:
 * what the look-up in memory said then. Of a kind that the warehouse has no version of, what the look-up says now.
 */
export class DatedGeo {
  constructor(
    private readonly warehouse: Warehouse,
    private readonly live: GeoLookup,
    private readonly versions: readonly DatedVersion[],
  ) {}

  /** Whether the warehouse has any version at all. */
  get isEmpty(): boolean {
    return this.versions.length === 0;
  }

  /** In the order of the addresses. @throws VerdictError `unavailable` where this process does not hold the warehouse */
  async of(addresses: readonly DatedAddress[], news?: NewGeography): Promise<GeoAnswer[]> {
    const answers: GeoAnswer[] = [];
    for (let start = 0; start < addresses.length; start += asked) {
      const portion = addresses.slice(start, start + asked);
      const dated = await this.ask(portion, ({ atMs }) => atMs);
      const fresh = news === undefined ? [] : await this.ask(portion, () => news.validFromMs);
      for (const [place, address] of portion.entries()) {
        const rows = [
          ...(dated[place] ?? []).filter(({ kind }) => kind !== news?.kind),
          ...(fresh[place] ?? []).filter(({ kind }) => kind === news?.kind),
        ];
        answers.push(this.answer(address, rows, news));
      }
    }
    return answers;
  }

  /** Of a pledge without an address. */
  nowhere(atMs: number): GeoAnswer {
    return { facts: {}, version: this.versionAt(atMs), isComplete: this.isComplete(atMs, undefined) };
  }

  /** What an answer says its geography is of, where that is what was valid at a moment. */
  versionAt(atMs: number, news?: NewGeography): string {
    const names = roles.flatMap((role) => this.namesOf(role, role === news?.kind ? news.validFromMs : atMs));
    return names.length === 0 ? 'none' : names.join('; ');
  }

  private async ask(
    addresses: readonly DatedAddress[],
    momentOf: (address: DatedAddress) => number,
  ): Promise<ExplodedFact[][]> {
    const found = addresses.map((): ExplodedFact[] => []);
    if (this.versions.length === 0) return found;
    const columns = addresses.map(({ ip }) => geoColumns(ip));
    const { rows } = await this.warehouse.query<ExplodedFact & { readonly place: number }>('geo/locate_addresses', {
      ip4: columns.map(({ ip4 }) => ip4 ?? '').join(','),
      ip6: columns.map(({ ip6 }) => ip6 ?? '').join(','),
      moments: addresses.map((one) => new Date(momentOf(one)).toISOString().slice(0, -1).replace('T', ' ')).join(','),
      places: addresses.length,
    });
    for (const row of rows) found[row.place]?.push(row);
    return found;
  }

  private answer(address: DatedAddress, rows: readonly ExplodedFact[], news: NewGeography | undefined): GeoAnswer {
    return {
      facts: explodedFacts(address.ip, rows, this.datedRoles(address.atMs, news), this.live.lookup(address.ip)),
      version: this.versionAt(address.atMs, news),
      isComplete: this.isComplete(address.atMs, news),
    };
  }

  /** Kinds that the warehouse says something of as of a moment. */
  private datedRoles(atMs: number, news: NewGeography | undefined): ReadonlySet<GeoRole> {
    const isDated = (role: GeoRole): boolean =>
      this.versionOf(role, role === news?.kind ? news.validFromMs : atMs) !== undefined;
    return new Set(roles.filter(isDated));
  }

  private isComplete(atMs: number, news: NewGeography | undefined): boolean {
    const known = this.datedRoles(atMs, news);
    const { status, problems } = this.live.status();
    return status === 'ok' || problems.every(({ answered, role }) => answered || known.has(role));
  }

  private versionOf(role: GeoRole, atMs: number): DatedVersion | undefined {
    return this.versions.find(
      ({ kind, valid_from, valid_until }) =>
        kind === role && valid_from.getTime() <= atMs && (valid_until === null || atMs < valid_until.getTime()),
    );
  }

  private namesOf(role: GeoRole, atMs: number): string[] {
    const version = this.versionOf(role, atMs);
    if (version !== undefined) return [`${version.database_type} ${version.built_at.toISOString().slice(0, 10)}`];
    const { databases } = this.live.version();
    return databases
      .filter((database) => database.role === role)
      .map(({ type, builtAt }) => (builtAt === undefined ? type : `${type} ${builtAt.slice(0, 10)}`));
  }
}
