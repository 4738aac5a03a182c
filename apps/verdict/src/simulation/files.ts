import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Characters that are compressed at once: each piece is a task of a thread, which costs more than a line of it. */
const pieceLength = 65_536;

/** A gzip file of lines, written with back-pressure: `write` resolves when there is room for more. */
export class LineFile {
  private readonly gzip = createGzip({ level: 1 });
  private readonly done: Promise<void>;
  private waiting = '';

  private constructor(readonly path: string) {
    this.done = finished(this.gzip.pipe(createWriteStream(path)));
    // Whoever closes the file hears of a failure; a write that comes first does as well.
    this.done.catch(() => undefined);
  }

  static async create(path: string): Promise<LineFile> {
    await mkdir(dirname(path), { recursive: true });
    return new LineFile(path);
  }

  async write(line: string): Promise<void> {
    this.waiting += `${line}\n`;
    if (this.waiting.length < pieceLength) return;
    const piece = this.waiting;
    this.waiting = '';
    if (this.gzip.write(piece)) return;
    await Promise.race([new Promise((resolve) => this.gzip.once('drain', resolve)), this.done]);
  }

  async close(): Promise<void> {
    this.gzip.end(this.waiting);
    await this.done;
  }
}

/** A CSV file (RFC 4180) whose columns are the fields of its first row. */
export class CsvFile {
  private columns: readonly string[] | undefined;

  private constructor(private readonly lines: LineFile) {}

  static async create(path: string): Promise<CsvFile> {
    return new CsvFile(await LineFile.create(path));
  }

  get path(): string {
    return this.lines.path;
  }

  /** `columns` where a first row may lack some. */
  async write(row: object, columns?: readonly string[]): Promise<void> {
    const values = new Map<string, unknown>(Object.entries(row));
    if (this.columns === undefined) {
      this.columns = columns ?? [...values.keys()];
      await this.lines.write(this.columns.join(','));
    }
    await this.lines.write(this.columns.map((column) => csvField(values.get(column))).join(','));
  }

  close(): Promise<void> {
    return this.lines.close();
  }
}

function csvField(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
