import { isAscii, isUtf8 } from 'node:buffer';
import type { FileChunks } from './file-chunks.js';

/** A line without its end: its text, or the rule that breaks it, or what a `LineMaker` has made of it. */
export type Line<Made = never> =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly text?: undefined; readonly rule: 'utf8' | 'too_long' }
  | ([Made] extends [never] ? never : { readonly number: number; readonly text?: undefined; readonly made: Made });

/**
 * Makes something of a line whose bytes, UTF-8, are `from` one place `to` another, its end left out; undefined where it takes
 * its text. `text` is that of all the bytes where they are ASCII: the places are the same in it.
 */
export type LineMaker<Made> = (bytes: Buffer, text: string | undefined, from: number, to: number) => Made | undefined;

export const longestLine = 1_048_576;

const newline = 10;
const return_ = 13;

/** The lines of a file, several at a time. A line that is too long is skipped, not kept; memory is a chunk and a line. */
export class FileLines<Made = never> {
  /** Of the last line that was given out. */
  number = 0;
  private rest: Buffer = Buffer.alloc(0);
  private skipping = false;

  constructor(
    readonly chunks: FileChunks,
    private readonly make?: LineMaker<Made>,
  ) {}

  async *blocks(): AsyncGenerator<readonly Line<Made>[]> {
    for await (const chunk of this.chunks) {
      const block = this.take(chunk);
      if (block.length > 0) yield block;
    }
    // A damaged file's last line is cut somewhere: it is not one.
    if (this.rest.length > 0 && this.chunks.damage === undefined) yield this.lines(this.rest);
  }

  /** The whole lines up to here; what follows the last newline waits. */
  private take(chunk: Buffer): Line<Made>[] {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const end = bytes.lastIndexOf(newline) + 1;
    const whole = this.afterSkipped(bytes.subarray(0, end));
    this.rest = bytes.subarray(end);
    const lines = whole.length === 0 ? [] : this.lines(whole.subarray(0, -1));
    if (this.skipping || this.rest.length > longestLine) {
      if (!this.skipping) lines.push({ number: ++this.number, rule: 'too_long' });
      this.skipping = true;
      this.rest = Buffer.alloc(0);
    }
    return lines;
  }

  /** Ends the skipping of an over-long line at its newline. */
  private afterSkipped(whole: Buffer): Buffer {
    if (!this.skipping || whole.length === 0) return whole;
    this.skipping = false;
    return whole.subarray(whole.indexOf(newline) + 1);
  }

  private lines(bytes: Buffer): Line<Made>[] {
    const isSound = isUtf8(bytes);
    if (this.make !== undefined && isSound) return this.madeLines(bytes, this.make);
    if (isSound)
      return bytes
        .toString('utf8')
        .split('\n')
        .map((text) => this.lineOf(text));
    return Array.from(linesIn(bytes), ([from, end]): Line<Made> => {
      const line = bytes.subarray(from, end);
      return isUtf8(line) ? this.lineOf(line.toString('utf8')) : { number: ++this.number, rule: 'utf8' };
    });
  }

  private madeLines(bytes: Buffer, make: LineMaker<Made>): Line<Made>[] {
    const text = isAscii(bytes) ? bytes.toString('latin1') : undefined;
    const lines: Line<Made>[] = [];
    for (const [from, end] of linesIn(bytes)) {
      const made = make(bytes, text, from, bytes[end - 1] === return_ ? end - 1 : end);
      if (made === undefined) lines.push(this.lineOf(bytes.toString('utf8', from, end)));
      else lines.push({ number: ++this.number, made } as Line<Made>);
    }
    return lines;
  }

  private lineOf(text: string): Line<Made> {
    const number = ++this.number;
    if (text.length > longestLine) return { number, rule: 'too_long' };
    return { number, text: text.charCodeAt(text.length - 1) === return_ ? text.slice(0, -1) : text };
  }
}

/** Where each begins and ends, its newline left out. */
function* linesIn(bytes: Buffer): Generator<readonly [from: number, end: number]> {
  for (let from = 0; from <= bytes.length;) {
    const at = bytes.indexOf(newline, from);
    const end = at < 0 ? bytes.length : at;
    yield [from, end];
    from = end + 1;
  }
}
