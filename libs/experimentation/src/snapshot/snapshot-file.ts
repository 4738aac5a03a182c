import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storedDefinitionsSchema, type StoredDefinitions } from './definitions.js';

/** The last snapshot on disk, for a process that starts while Postgres is away. */
export class SnapshotFile {
  constructor(private readonly path: string) {}

  /** Undefined when there is none, or none that can be read. */
  async read(): Promise<StoredDefinitions | undefined> {
    try {
      const parsed = storedDefinitionsSchema.parse(JSON.parse(await readFile(this.path, 'utf8')));
      return {
        ...parsed,
        definitions: parsed.definitions.map(({ decidedVariant, ...definition }) => ({
          ...definition,
          ...(decidedVariant === undefined ? {} : { decidedVariant }),
        })),
      };
    } catch {
      return undefined;
    }
  }

  /** Whole or not at all: a crash leaves the old file or the new one. */
  async write(stored: StoredDefinitions): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const fresh = `${this.path}.${process.pid}`;
    const file = await open(fresh, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(stored));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, this.path);
  }
}
