import { Inject, Injectable } from '@nestjs/common';
import { bucketDay, CLOCK, type BucketRows, type BucketTable, type Clock } from '#libs/contracts';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { BucketLine } from './bucket-line.js';
import { planObject, writeObjects, type ObjectLines } from './bucket-object.js';
import { dayOf } from './day.js';

export interface BucketTarget<Table extends BucketTable> {
  /** The first folder of the objects' names; letters, digits, `-` and `_`. */
  readonly source: string;
  readonly table: Table;
  /** What brings the rows, for instance an import's id; `log` is taken. */
  readonly origin: string;
  /** The caller's own number of these rows within the origin: written once, however often it is asked for. */
  readonly part?: number;
}

export interface BucketsWritten {
  readonly rows: number;
  readonly batches: number;
}

const rowLimit = 50_000;
const byteLimit = 33_554_432;
/** More rows than a part has: those of the next part come after them. */
const partRows = 2 ** 32;

/** The lines of a day's object: those of blocks that are over, a text each, and those of the block that is read. */
interface DayLines extends ObjectLines {
  rows: number;
  block: string[];
}

type Lines = Map<string, DayLines>;

/** Rows that reach the warehouse without passing the log: imports and simulations. */
@Injectable()
export class Buckets {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Writes the rows and lets the warehouse load them. */
  async write<Table extends BucketTable>(
    target: BucketTarget<Table>,
    rows: Iterable<BucketRows[Table]> | AsyncIterable<BucketRows[Table]>,
  ): Promise<BucketsWritten> {
    const written = await this.stage(target, rows);
    await this.complete(target.origin);
    return written;
  }

  /**
   * Writes the rows as batches that nobody loads before `complete`. Streams: without a `part` it makes a batch of every
   * 50,000 rows; with one, all rows are that part, and a part that is written already is not read again.
   */
  stage<Table extends BucketTable>(
    target: BucketTarget<Table>,
    rows: Iterable<BucketRows[Table]> | AsyncIterable<BucketRows[Table]>,
  ): Promise<BucketsWritten> {
    return this.stageLines(target, linesOf(target.table, rows));
  }

  /** As `stage`, of rows that are text already, some at a time. */
  async stageLines(
    target: BucketTarget<BucketTable>,
    blocks: Iterable<readonly BucketLine[]> | AsyncIterable<readonly BucketLine[]>,
  ): Promise<BucketsWritten> {
    if (target.part !== undefined) {
      const known = await this.find(target.origin, target.part);
      if (known !== undefined && known.state !== 'open') return { rows: known.rows, batches: 1 };
    }
    const written = { rows: 0, batches: 0 };
    let lines: Lines = new Map();
    let count = 0;
    let bytes = 0;
    // Rows of one origin have one place in the log: their numbers in it tell which is the earlier one, across batches too.
    let position = (target.part ?? 0) * partRows;
    // A batch is compressed and written while the next one is read; its failure is told by whoever waits for it.
    let writing = Promise.resolve();
    const flush = async (): Promise<void> => {
      await writing;
      endBlock(lines);
      writing = this.stageBatch(target, lines, count);
      writing.catch(() => undefined);
      written.rows += count;
      written.batches++;
      lines = new Map();
      count = 0;
      bytes = 0;
    };
    try {
      for await (const block of blocks) {
        for (const { day, open } of block) {
          const line = `${open},"log_position":${++position}}`;
          let object = lines.get(day);
          if (object === undefined) {
            object = { source: target.source, table: target.table, day, lines: [], rows: 0, block: [] };
            lines.set(day, object);
          }
          object.block.push(line);
          object.rows++;
          bytes += line.length;
          count++;
          if ((count >= rowLimit || bytes >= byteLimit) && target.part === undefined) await flush();
        }
        endBlock(lines);
      }
    } catch (error) {
      // Nothing of it goes on once it has failed.
      await writing.catch(() => undefined);
      throw error;
    }
    if (count > 0) await flush();
    await writing;
    return written;
  }

  /**
   * Lets the warehouse load everything that this origin has staged, together and in its order: after all that was in the log
   * when this transaction took its number. With a transaction it happens when that commits.
   */
  async complete(
    origin: string,
    transaction?: Transaction,
  ): Promise<{ readonly batches: number; readonly rows: number }> {
    if (transaction === undefined) return this.database.transaction((own) => this.complete(origin, own));
    await transaction.query('bucket_batch/lock_sequence');
    const closed = await transaction.query<{ rows: number }>('bucket_batch/close_written', {
      origin,
      closed_at: new Date(this.clock.now()),
    });
    return { batches: closed.length, rows: closed.reduce((sum, one) => sum + one.rows, 0) };
  }

  private async stageBatch(
    { origin, part }: Pick<BucketTarget<BucketTable>, 'origin' | 'part'>,
    lines: Lines,
    rows: number,
  ): Promise<void> {
    const objects = [...lines.values()].sort((left, right) => (left.day < right.day ? -1 : 1));
    const batch = await this.database.transaction(async (transaction) => {
      const values = { origin, part: part ?? null, rows, opened_at: new Date(this.clock.now()) };
      const inserted =
        (await transaction.maybeOne<{ batch: number }>('bucket_batch/insert_import_batch', values)) ??
        (await transaction.one<{ batch: number }>('bucket_batch/find_import_batch', { origin, part: part ?? null }));
      const planned = objects.map((one) => planObject(inserted.batch, one));
      await transaction.query('bucket_batch/update_objects', {
        batch: inserted.batch,
        objects: JSON.stringify(planned),
      });
      return inserted.batch;
    });
    const written = await writeObjects(
      this.objects,
      batch,
      objects.map((one) => ({ ...planObject(batch, one), lines: one.lines, rows: one.rows })),
    );
    await this.database.query('bucket_batch/update_written', { batch, objects: JSON.stringify(written), rows });
  }

  private find(origin: string, part: number): Promise<{ state: string; rows: number } | undefined> {
    return this.database.maybeOne('bucket_batch/find_import_batch', { origin, part });
  }
}

/** A line is a text of many parts, and a batch of them is half a million that are kept: the collector took a half of the time. */
function endBlock(lines: Lines): void {
  for (const object of lines.values()) {
    if (object.block.length > 0) object.lines.push(object.block.join('\n'));
    object.block = [];
  }
}

/** Few enough that a batch ends soon after its last row was read. */
const blockRows = 256;

async function* linesOf<Table extends BucketTable>(
  table: Table,
  rows: Iterable<BucketRows[Table]> | AsyncIterable<BucketRows[Table]>,
): AsyncGenerator<BucketLine[]> {
  let block: BucketLine[] = [];
  for await (const row of rows) {
    block.push({ day: dayOf(bucketDay[table](row)), open: JSON.stringify(row).slice(0, -1) });
    if (block.length < blockRows) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}
