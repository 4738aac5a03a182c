import { serveThread } from '#libs/threads';
import type { GeoKind } from '#libs/contracts';
import { networkLines } from './network-tables.js';
import { readNetworks } from './read-networks.js';
import type { NetworkItem } from './networks.js';

serveThread(async function* ({ paths, kind }: { readonly paths: readonly string[]; readonly kind?: GeoKind }) {
  const networks = await readNetworks(paths, kind);
  const { databaseType, files } = networks;
  const builtAt = networks.builtAt.toISOString();
  yield { value: { kind: networks.kind, databaseType, builtAt, files } satisfies NetworkItem };
  for (const lines of networkLines(networks)) yield { value: lines satisfies NetworkItem };
});
