import { invalid, VerdictError } from '#libs/errors';

/** What a person can mend, by the code that a server or the network gives; anything else is tried again as it is. */
const refusals: Readonly<Record<string, string>> = {
  ER_ACCESS_DENIED_ERROR: 'it refuses the user or the password',
  ER_DBACCESS_DENIED_ERROR: 'the user may not use the database',
  ER_BAD_DB_ERROR: 'it has no such database',
  ER_NO_SUCH_TABLE: 'it has no such table',
  ER_TABLEACCESS_DENIED_ERROR: 'the user may not read the table',
  ER_COLUMNACCESS_DENIED_ERROR: 'the user may not read every column that is asked for',
  '28P01': 'it refuses the user or the password',
  28000: 'it refuses the user',
  '3D000': 'it has no such database',
  '42P01': 'it has no such table',
  42501: 'the user may not read the table',
};

const absences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  ETIMEDOUT: 'it does not answer',
  ECONNRESET: 'it ended the connection',
  EPIPE: 'it ended the connection',
  PROTOCOL_CONNECTION_LOST: 'it ended the connection',
  '57P01': 'it is shutting down',
};

/**
 * What went wrong with a source, as a sentence without its secret: `url` and what is in it appear nowhere.
 * @returns a VerdictError `invalid` for what will not pass by itself, any other Error for what may
 */
export function sourceFailure(source: string, error: unknown, url: string | undefined): Error {
  if (error instanceof VerdictError) return error;
  const code = codeOf(error);
  const refusal = refusals[code];
  if (refusal !== undefined) return invalid(`The source ${source} cannot be read: ${refusal} (${code}).`);
  const absence = absences[code];
  if (absence !== undefined) return new Error(`The source ${source} cannot be reached: ${absence} (${code}).`);
  if (error instanceof TypeError && url !== undefined && code === '')
    return invalid(`The source ${source} has no usable URL. ${withoutSecrets(error.message, url)}`);
  const text = error instanceof Error ? error.message : String(error);
  return new Error(`The source ${source} failed: ${withoutSecrets(text, url)}`, { cause: undefined });
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // fetch tells what the network said as a cause; several addresses that all failed come as a list.
  if ('cause' in error && error.cause !== undefined) return codeOf(error.cause);
  return 'errors' in error && Array.isArray(error.errors) ? codeOf(error.errors[0]) : '';
}

function withoutSecrets(text: string, url: string | undefined): string {
  if (url === undefined) return text;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const secrets = [url, parsed?.username, parsed?.password, parsed?.search].flatMap((one) =>
    one === undefined || one === '' ? [] : [one, decoded(one)],
  );
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
