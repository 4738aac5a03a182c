import type { FastifyReply } from 'fastify';

/**
 * The body of an answer with its entity tag (RFC 9110, 8.8.3), or nothing, with 304, where the caller has it already.
 * @param tag in its quotes
 */
export function unlessKnown<Body>(reply: FastifyReply, tag: string, body: () => Body): Body | undefined {
  void reply.header('etag', tag);
  if (!isKnown(tag, reply.request.headers['if-none-match'])) return body();
  // Not even an empty body, which would have a length: that of a 304 is the one of the whole answer (RFC 9110, 8.6).
  void reply.status(304);
  return undefined;
}

/**
 * Whether an `If-None-Match` names the tag. Compared weakly, as that field is: a proxy that compresses an answer makes its
 * tag weak. `*` names none: what the caller has need not be the same.
 */
const isKnown = (tag: string, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch === tag || ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === tag));
