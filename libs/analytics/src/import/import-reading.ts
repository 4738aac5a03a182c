import type { ImportPosition, QuarantinedLine } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { FileRecords, type Values } from '../file/file-records.js';
import { inspectFile } from './import-file.js';
import type { ImportRow } from './import.repository.js';
import { LineProblem } from './line-problem.js';
import type { ValueReader } from './value-reader.js';

type Reading = Extract<ImportPosition, { phase: 'read' }>;

/** Lines that were read together: what became of them, and the last one's number. */
export interface ReadBatch<Row> {
  readonly rows: readonly Row[];
  readonly quarantined: readonly QuarantinedLine[];
  readonly lines: number;
  readonly lastLine: number;
}

export interface ReadEnd {
  readonly truncated: boolean;
  readonly notes: readonly string[];
}

export interface ReadOptions<Row> {
  readonly reader: ValueReader;
  readonly rowOf: (line: number, values: Values) => Row;
  /** Rows of a batch. */
  readonly batchRows: number;
  readonly signal: AbortSignal;
  progress(done: number, total: number | null, note?: string): void;
  /** Stores a batch; called one at a time, in order. */
  store(batch: ReadBatch<Row>): Promise<void>;
}

/** So many lines without a good one at the beginning are a wrong mapping, not bad lines. */
const hopeless = 1_000;
const mostQuarantined = 5_000;

/**
 * Reads what follows the position, line by line; the next batch is read while one is stored.
 * @throws VerdictError `invalid` when the file has changed since, does not fit its mapping, or has no good line
 */
export async function readImport<Row>(row: ImportRow, start: Reading, options: ReadOptions<Row>): Promise<ReadEnd> {
  const { checksum } = await inspectFile(row.name);
  if (checksum !== row.checksum)
    throw invalid(`${row.name} has changed since its import was asked for; import it anew.`);
  const records = await FileRecords.open(row.name, row.mapping.format);
  const pass = new Pass(row, start, options);
  for await (const block of records.blocks()) {
    if (!pass.isReady && records.header !== undefined) options.reader.useHeader(row.kind, records.header);
    pass.isReady ||= records.header !== undefined || row.mapping.format === 'ndjson';
    for (const record of block) {
      if (record.line <= start.line) continue;
      if (record.values === undefined) pass.leave({ ...record, field: null });
      else pass.take(record.line, record.values);
      if (pass.isFull) await pass.flush();
    }
    options.signal.throwIfAborted();
    options.progress(records.chunks.bytesRead, row.bytes, 'Reading');
  }
  const { nextLine, chunks } = records;
  const { damage } = chunks;
  if (damage !== undefined && nextLine > start.line)
    pass.leave({ line: nextLine, field: null, rule: 'truncated', detail: damage });
  await pass.end();
  if (damage === undefined) return { truncated: false, notes: [] };
  return { truncated: true, notes: [`After line ${nextLine - 1}: ${damage}.`] };
}

class Pass<Row> {
  isReady = false;
  private lastLine: number;
  private rows: Row[] = [];
  private quarantined: QuarantinedLine[] = [];
  private lines = 0;
  private total = 0;
  private isHopeful: boolean;
  private storing: Promise<void> = Promise.resolve();

  constructor(
    private readonly row: ImportRow,
    start: Reading,
    private readonly options: ReadOptions<Row>,
  ) {
    this.lastLine = start.line;
    this.isHopeful = start.rows > 0 || start.parts > 0;
  }

  get isFull(): boolean {
    return this.rows.length >= this.options.batchRows || this.quarantined.length >= mostQuarantined;
  }

  take(line: number, values: Values): void {
    try {
      this.rows.push(this.options.rowOf(line, values));
      this.isHopeful = true;
      this.count(line);
    } catch (error) {
      if (!(error instanceof LineProblem)) throw error;
      this.leave({ line, field: error.field, rule: error.rule, detail: error.detail });
    }
  }

  leave({ line, field, rule, detail }: QuarantinedLine): void {
    this.quarantined.push({ line, field, rule, detail });
    this.count(line);
    if (this.isHopeful || this.total < hopeless) return;
    throw invalid(
      `None of the first ${hopeless} lines of ${this.row.name} can be read; line ${line}: ${field ?? 'the line'} is ${detail}.`,
    );
  }

  private count(line: number): void {
    this.lastLine = line;
    this.lines++;
    this.total++;
  }

  /** Waits for the batch before, and begins to store this one. */
  async flush(): Promise<void> {
    const { rows, quarantined, lines, lastLine } = this;
    if (lines === 0) return;
    this.rows = [];
    this.quarantined = [];
    this.lines = 0;
    await this.storing;
    this.storing = this.options.store({ rows, quarantined, lines, lastLine });
    // Awaited at the next batch, or at the end.
    this.storing.catch(() => undefined);
  }

  async end(): Promise<void> {
    await this.flush();
    await this.storing;
  }
}
