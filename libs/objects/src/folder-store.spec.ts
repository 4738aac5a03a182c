import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { objectStoreConformance } from '../testing/conformance.js';
import { FolderStore } from './folder-store.js';

objectStoreConformance('FolderStore', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'verdict-objects-'));
  return {
    store: new FolderStore(join(folder, 'made', 'when', 'needed')),
    close: () => rm(folder, { recursive: true, force: true }),
  };
});
