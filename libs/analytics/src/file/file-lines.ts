import { isUtf8 } from 'node:buffer';
import type { FileChunks } from './file-chunks.js';

/** A line without its end; without a text it is broken by `rule`. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly text?: undefined; readonly rule: 'utf8' | 'too_long' };

export const longestLine = 1_048_576;

const newline = 10;
const return_ = 13;

/** The lines of a file, several at a time. A line that is too long is skipped, not kept; memory is a chunk and a line. */
export class FileLines {
  /** Of the last line that was given out. */
  number = 0;
  private rest: Buffer = Buffer.alloc(0);
  private skipping = false;

  constructor(readonly chunks: FileChunks) {}

  async *blocks(): AsyncGenerator<readonly Line[]> {
    for await (const chunk of this.chunks) {
      const block = this.take(chunk);
      if (block.length > 0) yield block;
    }
    // A damaged file's last line is cut somewhere: it is not one.
    if (this.rest.length > 0 && this.chunks.damage === undefined) yield this.lines(this.rest);
  }

  /** The whole lines up to here; what follows the last newline waits. */
  private take(chunk: Buffer): Line[] {
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

  private lines(bytes: Buffer): Line[] {
    if (isUtf8(bytes))
      return bytes
        .toString('utf8')
        .split('\n')
        .map((text) => this.lineOf(text));
    const lines: Line[] = [];
    for (let from = 0; from <= bytes.length;) {
      const at = bytes.indexOf(newline, from);
      const end = at < 0 ? bytes.length : at;
      const line = bytes.subarray(from, end);
      lines.push(isUtf8(line) ? this.lineOf(line.toString('utf8')) : { number: ++this.number, rule: 'utf8' });
      from = end + 1;
    }
    return lines;
  }

  private lineOf(text: string): Line {
    const number = ++this.number;
    if (text.length > longestLine) return { number, rule: 'too_long' };
    return { number, text: text.charCodeAt(text.length - 1) === return_ ? text.slice(0, -1) : text };
  }
}
