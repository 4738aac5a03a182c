import { networkContains, parseIp, parseNetwork, type IpNetwork } from '#libs/ip';
import type { ListHit } from '#libs/scoring';

export interface ListRow {
  readonly id: string;
  readonly list: 'allow' | 'block' | 'watch';
  readonly kind: 'ip' | 'cidr' | 'email' | 'domain' | 'card' | 'device' | 'backer' | 'project';
  readonly value: string;
  readonly reason: string;
  /** RFC 3339, or null for ever. */
  readonly expires_at: string | null;
}

/** What a list may name of a pledge, in canonical form. */
export type Listed = Readonly<Partial<Record<Exclude<ListRow['kind'], 'cidr'>, string | undefined>>>;

/** The lists, by what they name. */
export class ListIndex {
  private readonly exact = new Map<string, ListRow[]>();
  private readonly networks: { readonly network: IpNetwork; readonly row: ListRow }[] = [];

  constructor(rows: readonly ListRow[]) {
    for (const row of rows) {
      const network = row.kind === 'cidr' ? parseNetwork(row.value) : undefined;
      if (network !== undefined) this.networks.push({ network, row });
      else this.exact.set(keyOf(row.kind, row.value), [...(this.exact.get(keyOf(row.kind, row.value)) ?? []), row]);
    }
  }

  hits(listed: Listed, nowMs: number): ListHit[] {
    const address = listed.ip === undefined ? undefined : parseIp(listed.ip);
    const rows = Object.entries(listed).flatMap(([kind, value]) =>
      value === undefined ? [] : (this.exact.get(keyOf(kind, value)) ?? []),
    );
    for (const { network, row } of this.networks)
      if (address !== undefined && networkContains(network, address)) rows.push(row);
    return rows
      .filter(({ expires_at }) => expires_at === null || Date.parse(expires_at) > nowMs)
      .map(({ list, kind, reason }) => ({ list, label: `${list} ${kind}: ${reason}` }));
  }
}

const keyOf = (kind: string, value: string): string => `${kind}\u0000${value}`;
