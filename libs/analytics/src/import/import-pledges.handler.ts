import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, type ImportedRow, type ImportPosition } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import { readImport, type ReadEnd } from './import-reading.js';
import { findImport, insertQuarantine, savePosition, type ImportRow } from './import.repository.js';
import { outcomeRow } from './outcome-row.js';
import { PLEDGE_IMPORT, type PledgeImport } from './pledge-import.js';
import { pledgeRow } from './pledge-row.js';
import { ValueReader } from './value-reader.js';

type Reading = Extract<ImportPosition, { phase: 'read' }>;

const batchRows = 2_000;
const dayMs = 86_400_000;

/** Imports a file of pledges, or of outcomes and labels, from where an earlier run was cut short. */
@Injectable()
export class ImportPledgesHandler implements JobHandler<{ import_id: string }> {
  readonly name = 'import_pledges';

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(PLEDGE_IMPORT) private readonly pledges: PledgeImport,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run({ import_id }: { import_id: string }, context: JobContext): Promise<unknown> {
    const row = await findImport(this.database, import_id);
    if (row === undefined) throw new Error(`There is no import ${import_id}.`);
    const { position } = row;
    const whole: ReadEnd = { truncated: false, notes: [] };
    const end = position.phase === 'read' ? await this.read(row, position, context) : whole;
    // Each of its transactions moves the position of the import.
    return this.pledges.finish(import_id, { ...context, hold: context.advance.bind(context) }, end);
  }

  private async read(row: ImportRow, start: Reading, context: JobContext): Promise<ReadEnd> {
    const { kind } = row;
    const reader = new ValueReader(kind, row.mapping, {
      latest: (this.clock.now() + dayMs) * 1_000,
      minorUnitDigits: (currency) => this.pledges.minorUnitDigits(currency),
    });
    const stage = await this.pledges.staging();
    let position = start;
    return readImport<ImportedRow>(row, start, {
      reader,
      rowOf: (line, values) =>
        kind === 'outcomes' ? outcomeRow(line, values, reader) : pledgeRow(line, values, reader),
      batchRows,
      signal: context.signal,
      progress: (done, total, note) => context.progress(done, total, note),
      store: ({ rows, quarantined, lines, lastLine }) =>
        this.database.transaction(async (transaction) => {
          const staged = await stage(transaction, row.id, rows);
          await insertQuarantine(transaction, row.id, quarantined);
          position = { ...position, line: lastLine, rows: position.rows + staged.rows };
          const left = quarantined.length + staged.refused;
          await context.advance(transaction);
          await savePosition(transaction, row.id, position, { lines, quarantined: left });
        }),
    });
  }
}
