import type { S3Location } from '#libs/contracts';
import { unavailable } from '#libs/errors';

/** What the SDK throws, by its shape: the class of an error depends on which copy of a package made it. */
interface Answered {
  readonly name: string;
  readonly message: string;
  /** Of the system, such as ECONNRESET. */
  readonly code: string;
  /** Of the last answer; undefined when there was none. */
  readonly status: number | undefined;
}

const refusals = new Set([
  'AccessDenied',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidToken',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
  // What versitygw says of a key that it does not know.
  'XAdminUserNotFound',
]);
const elsewhere = new Set(['AuthorizationHeaderMalformed', 'PermanentRedirect', 'TemporaryRedirect']);

/**
 * The error of a request as the callers of a store understand it. Its text is ours, with the name that the server gave: what
 * the server says besides can hold the key's id and the text that was signed.
 * @returns VerdictError `unavailable` for whatever may pass or can be put right; anything else as it came.
 */
export function s3Failure(error: unknown, location: S3Location): unknown {
  const answered = read(error);
  const { name, message, code, status } = answered;
  const where = `The object storage ${location.bucket}${location.endpoint === undefined ? '' : ` at ${location.endpoint}`}`;
  if (name === 'CredentialsProviderError')
    return unavailable(`${where} needs credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role.`);
  if (name === 'NoSuchBucket') return unavailable(`${where} does not exist: the bucket must be made first.`);
  if (elsewhere.has(name) || message === 'Region is missing')
    return unavailable(`${where} lies in another region: name it with region= in its address (${name}).`);
  if (refusals.has(name) || status === 401 || status === 403)
    return unavailable(`${where} refuses this process’s credentials or lacks a permission for them (${name}).`);
  if (name === 'PreconditionFailed')
    return unavailable(`${where} has replaced an object while it was being read: read it again.`);
  if (isAway(answered)) return unavailable(`${where} does not answer (${code === '' ? name : code}).`);
  return error;
}

/** True when there is no such object. */
export const isMissing = (error: unknown): boolean => read(error).name === 'NoSuchKey';

const isAway = ({ name, code, status }: Answered): boolean =>
  status === undefined ? name === 'TimeoutError' || code !== '' : status >= 500 || status === 429 || status === 408;

function read(error: unknown): Answered {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as Partial<Answered> & {
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const message = fields.message ?? '';
  // An error of another realm, as a test runner has them, comes wrapped, with its code in the text.
  const code =
    fields.code ?? /\b(E[A-Z]{4,})\b/.exec(message)?.[1] ?? (message.includes('socket hang up') ? 'ECONNRESET' : '');
  return { name: fields.name ?? '', message, code, status: fields.$metadata?.httpStatusCode };
}
