import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, crc32 } from 'node:zlib';
import type { FinalTables, PledgeStateRow, SimulatedRecord } from '#libs/simulation';
import { LineFile } from './files.js';

type PledgeRecord = Extract<SimulatedRecord, { kind: 'pledge' | 'outcome' }>;

const count = 32;

/**
 * What happened to the pledges, in files beside one another by pledge: how a pledge stands is known only at the end of
 * the history, and then one file after the other is read into memory instead of all pledges.
 */
export class PledgeParts {
  private constructor(
    private readonly folder: string,
    private readonly files: readonly LineFile[],
  ) {}

  /** Replaces what a run that was killed has left in the folder. */
  static async create(folder: string): Promise<PledgeParts> {
    await rm(folder, { recursive: true, force: true });
    const paths = Array.from({ length: count }, (_, part) => join(folder, `${part}.json.gz`));
    return new PledgeParts(folder, await Promise.all(paths.map((path) => LineFile.create(path))));
  }

  async write(record: PledgeRecord): Promise<void> {
    await this.files[crc32(record.row.pledge_id) % count]?.write(JSON.stringify(record));
  }

  /** Every pledge as it stands at the end; the files are gone then. `projects` has taken all projects. */
  async *rows(projects: FinalTables): AsyncGenerator<PledgeStateRow> {
    await Promise.all(this.files.map((file) => file.close()));
    for (const { path } of this.files) {
      const part = projects.withoutPledges();
      const lines = createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Infinity });
      for await (const line of lines) part.take(JSON.parse(line) as PledgeRecord);
      yield* part.pledges();
    }
    await rm(this.folder, { recursive: true });
  }
}
