import type { FastifyRequest } from 'fastify';
import { findUnstorable, invalid, isStorable, type VerdictError } from '#libs/errors';

const detail = 'holds NUL or half a surrogate pair, which is no text';
const escape = Buffer.from(String.raw`\u`);
const unstorableEscape = /\\u(?:0{4}|d[89a-f])/i;

/**
 * Refuses a body with text that nothing can store. In UTF-8 that is JSON only an escape can write such text, so most bodies
 * cost one search for the two bytes of an escape.
 * @param value what the body says, once parsed
 * @throws VerdictError `invalid` with the place
 */
export function refuseUnstorableBody(body: Buffer, value: unknown): void {
  if (!body.includes(escape) || !unstorableEscape.test(body.toString('latin1'))) return;
  const pointer = findUnstorable(value);
  if (pointer !== undefined) throw refusal(pointer, 'text', detail);
}

/** What is wrong with the text of a URL: parts of its path and names and values of its query are UTF-8, and never hold NUL. */
export function unstorableUrl(request: FastifyRequest): VerdictError | undefined {
  const { url } = request;
  if (!url.includes('%')) return undefined;
  for (const [name, value] of Object.entries((request.params ?? {}) as Readonly<Record<string, string>>))
    if (!isStorable(value)) return refusal(`{${name}}`, 'text', detail);
  const query = url.indexOf('?');
  if (query < 0) return undefined;
  for (const pair of url.slice(query + 1).split('&')) {
    const text = decoded(pair);
    const pointer = `?${pair.split('=', 1)[0] ?? ''}`;
    if (text === undefined) return refusal(pointer, 'utf8', 'is not UTF-8 in percent-encoding');
    if (!isStorable(text)) return refusal(pointer, 'text', detail);
  }
  return undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const refusal = (pointer: string, rule: string, why: string): VerdictError =>
  invalid(`The request cannot be read: ${pointer === '' ? 'the body' : pointer} ${why}.`, [
    { pointer, rule, detail: why },
  ]);
