import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { VerdictError, type ErrorKind, type FieldProblem } from '#libs/errors';

/** RFC 9457 `application/problem+json`, with the fields that broke a rule as an extension. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The request's id: the same one is in the log and in `x-request-id`. */
  readonly instance: string;
  readonly problems?: readonly FieldProblem[];
}

const statuses: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
};

/** The one place where an error becomes an answer. What is no domain error is a 500 with fixed text; the log has the rest. */
export function problemOf(error: unknown, instance: string): Problem {
  if (error instanceof VerdictError)
    return {
      type: `urn:verdict:${error.kind}`,
      title: STATUS_CODES[statuses[error.kind]] ?? error.kind,
      status: statuses[error.kind],
      detail: error.message,
      instance,
      ...(error.problems.length > 0 ? { problems: error.problems } : {}),
    };
  const status = statusOf(error);
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail:
      status < 500 && error instanceof Error ? error.message : 'Something went wrong here. The log has this instance.',
    instance,
  };
}

/** Fastify's and Nest's own refusals (no such route, unsupported media type, body too large) carry their status. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return 500;
}
