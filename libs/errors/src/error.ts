/** The closed set of what can go wrong in the domain; each has one HTTP status, given in one place (libs/http). */
export type ErrorKind =
  'invalid' | 'not_found' | 'conflict' | 'forbidden' | 'unauthenticated' | 'rate_limited' | 'unavailable';

/**
 * One field that breaks one rule. `pointer` is a JSON pointer (RFC 6901) into the request's body, `?name` for a query
 * parameter, `{name}` for a part of the path.
 */
export interface FieldProblem {
  readonly pointer: string;
  readonly rule: string;
  readonly detail: string;
}

/** An error that a caller can understand and act on. Anything else that is thrown is a defect and becomes a 500. */
export class VerdictError extends Error {
  override readonly name = 'VerdictError';

  constructor(
    readonly kind: ErrorKind,
    /** One sentence for people: what is wrong and, where it helps, what to do. */
    message: string,
    readonly problems: readonly FieldProblem[] = [],
    /** Seconds after which a repeat may succeed (`rate_limited`, `unavailable`). */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

/** The request itself is wrong: 400. */
export const invalid = (message: string, problems: readonly FieldProblem[] = []): VerdictError =>
  new VerdictError('invalid', message, problems);

/** Nothing of that name: 404. */
export const notFound = (message: string): VerdictError => new VerdictError('not_found', message);

/** The request is fine, the state of the thing is not: 409. */
export const conflict = (message: string, problems: readonly FieldProblem[] = []): VerdictError =>
  new VerdictError('conflict', message, problems);

/** Known caller, missing right: 403. */
export const forbidden = (message: string): VerdictError => new VerdictError('forbidden', message);

/** Unknown caller: 401. */
export const unauthenticated = (message: string): VerdictError => new VerdictError('unauthenticated', message);

/** Too many requests: 429 with Retry-After. */
export const rateLimited = (message: string, retryAfterSeconds: number): VerdictError =>
  new VerdictError('rate_limited', message, [], retryAfterSeconds);

/** Something that this answer needs is away: 503 with Retry-After. */
export const unavailable = (message: string, retryAfterSeconds = 5): VerdictError =>
  new VerdictError('unavailable', message, [], retryAfterSeconds);
