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
  const { status, detail } = refusalOf(error);
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, instance };
}

/** Fastify's refusals in plain words, by its codes; by their status where Nest has made them its own. */
const plainWords: Readonly<Record<string | number, string>> = {
  FST_ERR_BAD_URL: 'The path is not UTF-8 in percent-encoding.',
  FST_ERR_MAX_PARAM_LENGTH: 'A part of the path is longer than 512 characters.',
  415: 'This type of content is not taken here; send application/json.',
};

/** Fastify's and Nest's own refusals (no such route, unsupported media type, body too large) carry their status. */
function refusalOf(error: unknown): { readonly status: number; readonly detail: string } {
  const status = statusOf(error);
  if (status >= 500) return { status, detail: 'Something went wrong here. The log has this instance.' };
  return {
    status,
    detail: plainWords[String(fieldOf(error, 'code'))] ?? plainWords[status] ?? String(fieldOf(error, 'message')),
  };
}

function statusOf(error: unknown): number {
  const status = error instanceof HttpException ? error.getStatus() : fieldOf(error, 'statusCode');
  return typeof status === 'number' ? status : 500;
}

const fieldOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>)[name] : undefined;
