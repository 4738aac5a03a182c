import { parse } from 'csv-parse/sync';
import type { Line } from './file-lines.js';

/** A record of cells with the number of its first line; without cells it is broken by `rule`. */
export type CellRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly cells?: undefined; readonly rule: 'utf8' | 'too_long' | 'quote' | 'csv' };

/** A quoted cell may hold line ends, but not so many that one stray quote takes the rest of the file with it. */
const mostLines = 100;
const mostText = 131_072;

/** RFC 4180 records out of lines, with commas or tabs. Blank lines are none. */
export class DelimitedRecords {
  private open: { readonly number: number; readonly text: string }[] = [];
  private quotes = 0;
  private length = 0;

  constructor(private readonly delimiter: ',' | '\t') {}

  *take(lines: readonly Line[]): Generator<CellRecord> {
    for (const line of lines) yield* this.takeLine(line);
  }

  /** A quote that was never closed breaks its own line only. */
  *end(): Generator<CellRecord> {
    while (this.open.length > 0) yield* this.giveUp();
  }

  private *takeLine(line: Line): Generator<CellRecord> {
    if (line.text === undefined) {
      while (this.open.length > 0) yield* this.giveUp();
      yield { line: line.number, rule: line.rule };
      return;
    }
    const { number, text } = line;
    const quotes = text.includes('"') ? text.split('"').length - 1 : 0;
    if (this.open.length === 0 && quotes === 0) {
      if (text !== '') yield { line: number, cells: text.split(this.delimiter) };
      return;
    }
    this.open.push({ number, text });
    this.quotes += quotes;
    this.length += text.length;
    if (this.quotes % 2 === 0) yield this.close();
    else if (this.open.length >= mostLines || this.length > mostText) yield* this.giveUp();
  }

  private close(): CellRecord {
    const [first] = this.open;
    const text = this.open.map((line) => line.text).join('\n');
    this.clear();
    return this.parsed(first?.number ?? 0, text);
  }

  private parsed(line: number, text: string): CellRecord {
    try {
      const records = parse(text, { delimiter: this.delimiter, relax_column_count: true });
      const [cells] = records;
      return records.length === 1 && cells !== undefined ? { line, cells } : { line, rule: 'csv' };
    } catch {
      return { line, rule: 'csv' };
    }
  }

  private *giveUp(): Generator<CellRecord> {
    const [first, ...others] = this.open;
    this.clear();
    if (first !== undefined) yield { line: first.number, rule: 'quote' };
    for (const line of others) yield* this.takeLine(line);
  }

  private clear(): void {
    this.open = [];
    this.quotes = 0;
    this.length = 0;
  }
}
