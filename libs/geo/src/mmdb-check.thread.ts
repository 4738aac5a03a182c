import { serveThread } from '#libs/threads';
import type { GeoRole } from './geo-lookup.js';
import { checkMmdb } from './mmdb-check.js';

serveThread(async function* ({ role, path }: { readonly role: GeoRole; readonly path: string }) {
  const checked = await checkMmdb(role, path);
  yield { value: checked, transfer: [checked.bytes.buffer as ArrayBuffer] };
});
