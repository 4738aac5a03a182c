import { Client, errors } from '@elastic/elasticsearch';
import { unavailable, VerdictError } from '#libs/errors';

export interface ElasticOptions {
  /** http or https; may carry a user and a password. */
  readonly url: string;
  readonly apiKey?: string | undefined;
  /** What the names of its indices begin with. */
  readonly prefix: string;
}

export const retryAfterSeconds = 5;
const requestTimeoutMs = 30_000;

/** No sniffing and no retries of its own: who asks decides how long to wait. */
export const elasticClient = ({ url, apiKey }: ElasticOptions): Client =>
  new Client({
    node: url,
    ...(apiKey === undefined ? {} : { auth: { apiKey } }),
    requestTimeout: requestTimeoutMs,
    maxRetries: 0,
  });

export const statusOf = (error: unknown): number | undefined =>
  error instanceof errors.ResponseError ? error.statusCode : undefined;

/** The type that the server gives an error, such as `resource_already_exists_exception`. */
export function typeOf(error: unknown): string | undefined {
  if (!(error instanceof errors.ResponseError)) return undefined;
  const body: unknown = error.body;
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  const { error: cause } = body;
  return typeof cause === 'object' && cause !== null && 'type' in cause ? String(cause.type) : undefined;
}

/** Busy, starting, or without the shards that it needs: a repeat may succeed. */
export const isPassing = (status: number | undefined): boolean =>
  status === 408 || status === 429 || status === 502 || status === 503 || status === 504;

/**
 * Asks, and tells a server that is away, busy or does not know us as `unavailable`. Neither address nor credentials are in
 * the message; any other error is a defect and passes as it is.
 */
export async function asking<Answer>(question: Promise<Answer>): Promise<Answer> {
  try {
    return await question;
  } catch (error) {
    throw isAway(error) ? away(error) : error;
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof errors.ResponseError)
    return isPassing(error.statusCode) || error.statusCode === 401 || error.statusCode === 403;
  return error instanceof errors.ElasticsearchClientError;
}

function away(error: unknown): VerdictError {
  const status = statusOf(error);
  if (status === 401 || status === 403)
    return unavailable('Elasticsearch refuses the credentials of ELASTICSEARCH_URL or ELASTICSEARCH_API_KEY.', 60);
  const what = status === undefined ? 'does not answer' : `is not able to answer (${status})`;
  return unavailable(`Elasticsearch ${what}; the event history has to wait for it.`, retryAfterSeconds);
}
