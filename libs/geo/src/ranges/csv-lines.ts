import type { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';

/** A line in cells, with its number from 1. */
export interface CsvLine {
  readonly number: number;
  readonly text: string;
  readonly cells: readonly string[];
}

/** Characters; the longest line of GeoIP2's has some hundreds. */
const longestLine = 65_536;

/** Lines of CSV without line ends in their cells, as all of GeoIP2 are. @throws RangeError for a broken line. */
export async function* csvLines(stream: Readable): AsyncGenerator<CsvLine> {
  let number = 0;
  for await (const text of textLines(stream)) {
    number += 1;
    if (text.length > longestLine) throw new RangeError(`line ${number} has more than ${longestLine} characters`);
    if (text !== '') yield { number, text, cells: text.includes('"') ? quotedCells(text, number) : text.split(',') };
  }
}

/** One that is too long is given before its end: it may have none. A byte order mark is no text. */
async function* textLines(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
    if (rest.length > longestLine) yield rest;
  }
  if (rest !== '') yield rest;
}

function quotedCells(text: string, number: number): string[] {
  try {
    const [cells] = parse(text);
    if (cells !== undefined) return cells;
  } catch {
    // Said below.
  }
  throw new RangeError(`line ${number} is no CSV`);
}
