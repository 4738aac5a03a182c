import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { invalid, VerdictError } from '#libs/errors';

const inflate = promisify(gunzip);

/** Objects and arrays within one another that a body may have. Deeper ones are made to exhaust a stack. */
export const maximumDepth = 32;

/** The body is larger than its route takes: 413, by way of Fastify's own field. */
export class BodyTooLarge extends Error {
  readonly statusCode = 413;

  constructor(limit: number) {
    super(`The body is larger than the ${limit} bytes that this route takes.`);
  }
}

/** Undoes `Content-Encoding: gzip`, never to more than `limit` bytes. */
export async function decompress(body: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity') {
    if (body.length > limit) throw new BodyTooLarge(limit);
    return body;
  }
  if (encoding !== 'gzip') throw invalid(`The content encoding ${encoding.slice(0, 20)} is not served; gzip is.`);
  try {
    return await inflate(body, { maxOutputLength: limit });
  } catch (error) {
    if (isCode(error, 'ERR_BUFFER_TOO_LARGE')) throw new BodyTooLarge(limit);
    throw invalid('The body is not gzip, though its content encoding says so.');
  }
}

/**
 * A JSON body: UTF-8 without exception (RFC 8259), not deeper than `maximumDepth`.
 * @throws VerdictError `invalid`; the text of the body never appears in it.
 */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw refuse('utf8', 'the body is not UTF-8');
  if (hasMoreOpeners(body, maximumDepth) && deeperThan(body, maximumDepth))
    throw refuse('depth', `nested deeper than ${maximumDepth} levels`);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw refuse('json', 'the body is not JSON');
  }
}

const refuse = (rule: string, detail: string): VerdictError =>
  invalid(`The body cannot be read: ${detail}.`, [{ pointer: '', rule, detail }]);

const quote = 0x22;
const backslash = 0x5c;

/** Most bodies open too few objects and arrays to be deep, wherever these brackets stand: one cheap look settles it. */
function hasMoreOpeners(body: Buffer, limit: number): boolean {
  let count = 0;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index];
    if ((byte === 0x7b || byte === 0x5b) && ++count > limit) return true;
  }
  return false;
}

/** Counts brackets outside of strings; multi-byte characters hold no ASCII bytes, so bytes will do. */
function deeperThan(body: Buffer, limit: number): boolean {
  let depth = 0;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index];
    if (byte === quote) index = endOfString(body, index);
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > limit) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}

function endOfString(body: Buffer, start: number): number {
  let end = body.indexOf(quote, start + 1);
  while (end > 0 && escaped(body, end)) end = body.indexOf(quote, end + 1);
  return end < 0 ? body.length : end;
}

function escaped(body: Buffer, index: number): boolean {
  let slashes = 0;
  while (body[index - 1 - slashes] === backslash) slashes++;
  return slashes % 2 === 1;
}

const isCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
