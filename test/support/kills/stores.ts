import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderStore, type ObjectStore } from '#libs/objects';
import type { TestDatabase } from '../database.js';
import type { BucketPlace, HistoryPlace, KillScene } from './scene.js';

/** What one run works on: a copy of everything that a scene has. */
export interface Stores {
  readonly test: TestDatabase;
  readonly objects: ObjectStore;
  readonly warehousePath: string;
  readonly history: HistoryPlace | undefined;
  /** Of a worker on them. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function copyStores(scene: KillScene): Promise<Stores> {
  const { pipeline, test: original, redisUrl } = scene.sources;
  const folder = mkdtempSync(join(tmpdir(), 'verdict-kills-'));
  cpSync(pipeline.folder, folder, { recursive: true });
  const test = await original.copy();
  const place = await (scene.buckets ?? (() => folderPlace(folder)))();
  const history = await scene.history?.();
  const warehousePath = join(folder, 'warehouse.duckdb');
  return {
    test,
    objects: place.objects,
    warehousePath,
    history,
    environment: {
      DATABASE_URL: test.url,
      REDIS_URL: redisUrl,
      VERDICT_DATA: join(folder, 'data'),
      BUCKET_URL: place.url,
      WAREHOUSE_URL: `duckdb:${warehousePath}`,
      ...scene.environment,
      ...history?.environment,
    },
    close: async () => {
      await history?.close();
      await place.close();
      await test.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const folderPlace = (folder: string): Promise<BucketPlace> => {
  const buckets = join(folder, 'buckets');
  return Promise.resolve({
    url: `file:${buckets}`,
    objects: new FolderStore(buckets),
    close: () => Promise.resolve(),
  });
};
