import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { BucketObject } from '#libs/contracts';
import { looksLikeCardNumber } from '#libs/scoring';
import type { LineCheck } from './row-check.js';

export interface QuarantinedLine {
  readonly object: string;
  /** From 1; 0 for the object as a whole. */
  readonly line: number;
  readonly rule: string;
  readonly text: string | null;
}

const textLength = 1_000;

/**
 * Line by line through an object that cannot be loaded whole: the good lines, and what was wrong with the others. Where the
 * gzip breaks off, what was read before it counts, and the line at which it did is named.
 */
export async function repairObject(
  { object }: BucketObject,
  bytes: Buffer,
  check: LineCheck,
): Promise<{ readonly lines: string[]; readonly quarantined: QuarantinedLine[] }> {
  const { text, broken } = await inflate(bytes);
  const all = text.split('\n');
  // Whole lines end in a line feed; what follows the last one is nothing, or half a line.
  const rest = all.pop() ?? '';
  const lines: string[] = [];
  const quarantined: QuarantinedLine[] = [];
  for (const [index, line] of all.entries()) {
    const checked = check(line);
    if ('row' in checked) lines.push(line);
    else quarantined.push({ object, line: index + 1, rule: checked.rule, text: shown(line) });
  }
  if (broken) quarantined.push({ object, line: all.length + 1, rule: 'gzip', text: shown(rest) });
  else if (rest !== '') {
    const checked = check(rest);
    if ('row' in checked) lines.push(rest);
    else quarantined.push({ object, line: all.length + 1, rule: checked.rule, text: shown(rest) });
  }
  return { lines, quarantined };
}

async function inflate(bytes: Buffer): Promise<{ readonly text: string; readonly broken: boolean }> {
  const chunks: Buffer[] = [];
  let broken = false;
  try {
    for await (const chunk of Readable.from([bytes]).pipe(createGunzip())) chunks.push(chunk as Buffer);
  } catch {
    broken = true;
  }
  return { text: Buffer.concat(chunks).toString('utf8'), broken };
}

const shown = (line: string): string | null => (looksLikeCardNumber(line) ? null : line.slice(0, textLength));
