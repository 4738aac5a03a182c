import type { ListedKind } from '#libs/contracts';
import { enclosingNetwork, networkText, parseIp, parseNetwork, type IpAddress } from '#libs/ip';
import type { ListHit } from '#libs/scoring';
import { ListTable, type ListName, type TableEntry } from './list-table.js';

export interface ListRow {
  readonly list: ListName;
  readonly kind: ListedKind | 'cidr';
  readonly value: string;
  readonly reason: string;
  /** RFC 3339, or null for ever. */
  readonly expires_at: string | null;
}

/** What a list may name of a pledge, in canonical form. */
export type Listed = Readonly<Partial<Record<ListedKind, string | undefined>>>;

/** The lists, by what they name: a look-up costs the same with ten entries as with ten million. */
export class ListIndex {
  private readonly table = new ListTable();
  /** How many networks of each prefix there are: an address is looked up once for each prefix in use. */
  private readonly prefixes = { 4: new Uint32Array(33), 6: new Uint32Array(129) };
  private through = 0;
  private isWhole: boolean;

  /** @param isComplete whether all that is on the lists is given */
  constructor(rows: readonly ListRow[] = [], isComplete = true) {
    this.isWhole = isComplete;
    for (const row of rows) this.add(row);
  }

  /** The version of the configuration up to which all changes are in it. */
  get version(): number {
    return this.through;
  }

  /** False while entries are still being read. */
  get isComplete(): boolean {
    return this.isWhole;
  }

  get size(): number {
    return this.table.size;
  }

  get bytes(): number {
    return this.table.bytes;
  }

  add({ list, kind, value, reason, expires_at }: ListRow): void {
    const expiresAt = expires_at === null ? 0 : Math.ceil(Date.parse(expires_at) / 1_000);
    if (this.table.add(keyOf(kind, value), { list, reason, expiresAt })) this.count(kind, value, 1);
  }

  remove({ list, kind, value }: Pick<ListRow, 'list' | 'kind' | 'value'>): void {
    if (this.table.remove(keyOf(kind, value), list)) this.count(kind, value, -1);
  }

  /** All changes up to this version are in. */
  complete(version: number): void {
    this.through = version;
    this.isWhole = true;
  }

  hits(listed: Listed, nowMs: number): ListHit[] {
    if (this.table.size === 0) return [];
    const address = listed.ip === undefined ? undefined : parseIp(listed.ip);
    return [
      ...Object.entries(listed).flatMap(([kind, value]) =>
        value === undefined ? [] : this.hitsOf(kind as ListedKind, value, nowMs),
      ),
      ...(address === undefined
        ? []
        : this.networksOf(address).flatMap((network) => this.hitsOf('cidr', network, nowMs))),
    ];
  }

  private hitsOf(kind: ListRow['kind'], value: string, nowMs: number): ListHit[] {
    const holds = ({ expiresAt }: TableEntry): boolean => expiresAt === 0 || expiresAt * 1_000 > nowMs;
    return this.table
      .find(keyOf(kind, value))
      .filter(holds)
      .map(({ list, reason }) => ({ list, label: `${list} ${kind}: ${reason}` }));
  }

  /** The networks that this address is in, of those prefixes that are listed; the narrowest first. */
  private networksOf(address: IpAddress): string[] {
    const counts = this.prefixes[address.version];
    const texts: string[] = [];
    for (let prefix = counts.length - 1; prefix >= 0; prefix--)
      if ((counts[prefix] ?? 0) > 0) texts.push(networkText(enclosingNetwork(address, prefix)));
    return texts;
  }

  private count(kind: ListRow['kind'], value: string, by: 1 | -1): void {
    const network = kind === 'cidr' ? parseNetwork(value) : undefined;
    if (network === undefined) return;
    const counts = this.prefixes[network.first.version];
    counts[network.prefix] = (counts[network.prefix] ?? 0) + by;
  }
}

const keyOf = (kind: string, value: string): string => `${kind}\u0000${value}`;

/** Every network that the address is in, from itself to everything: what a list may name it by. */
export function networksAround(text: string): string[] {
  const address = parseIp(text);
  if (address === undefined) return [];
  const longest = 8 * address.bytes.length;
  return Array.from({ length: longest + 1 }, (_, prefix) => networkText(enclosingNetwork(address, prefix)));
}
