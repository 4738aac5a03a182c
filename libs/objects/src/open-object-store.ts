import type { ObjectLocation } from '#libs/contracts';
import { FolderStore } from './folder-store.js';
import type { ObjectStore } from './object-store.js';

/** The store that a configuration means. Whoever keeps objects in a folder does not load the SDK (0.2 s, 15 MB). */
export async function openObjectStore(location: ObjectLocation): Promise<ObjectStore> {
  if (location.kind === 'folder') return new FolderStore(location.path);
  const { S3Store } = await import('./s3-store.js');
  return new S3Store(location);
}
