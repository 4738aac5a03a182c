import type { GeoKind } from '#libs/contracts';
import { networkLines, type NetworkTable } from '../src/ranges/network-tables.js';
import { readNetworks } from '../src/ranges/read-networks.js';

export interface StagedLines {
  readonly kind: GeoKind;
  readonly databaseType: string;
  readonly builtAt: Date;
  readonly lines: Readonly<Record<NetworkTable, string>>;
}

/** The rows of files as `networksOf` gives them, without a thread: a suite over many small files has no time for those. */
export async function stagedLines(paths: readonly string[], kind?: GeoKind): Promise<StagedLines> {
  const networks = await readNetworks(paths, kind);
  const lines: Record<NetworkTable, string> = { ipv4: '', ipv6: '', fact: '' };
  for (const { table, text } of networkLines(networks)) lines[table] += text;
  const { databaseType, builtAt } = networks;
  return { kind: networks.kind, databaseType, builtAt, lines };
}
