/** RFC 9457, as every route of ours answers when it refuses. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The request's id: the same one is in the server's log. */
  readonly instance?: string;
  readonly problems?: readonly { readonly pointer: string; readonly rule: string; readonly detail: string }[];
}

/** A refusal; its status is 0 when no answer came at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly problem: Problem,
    readonly retryAfterSeconds?: number,
  ) {
    super(problem.detail);
  }

  get status(): number {
    return this.problem.status;
  }
}

let signedOut: () => void = () => undefined;

/** Calls back whenever the server says that nobody is signed in (any more). */
export function onSignedOut(callback: () => void): void {
  signedOut = callback;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One call of the HTTP API in the session of the page's cookie. Throws `ApiError`; an aborted call throws what `fetch` does. */
export async function call<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError({ title: 'No answer', status: 0, detail: 'The server does not answer.' });
  });
  const text = await response.text();
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
  const error = refusal(response, text);
  if (error.status === 401 && path !== '/v1/session') signedOut();
  throw error;
}

export const read = <T>(path: string, signal?: AbortSignal): Promise<T> => call<T>('GET', path, undefined, signal);

/** A path with its query; what is empty or undefined is left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A proxy in between answers with a page of its own: then the status is all that we know. */
function refusal(response: Response, text: string): ApiError {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const seconds = Number.isFinite(retryAfter) ? retryAfter : undefined;
  if (response.headers.get('content-type')?.includes('json'))
    return new ApiError({ ...(JSON.parse(text) as Problem), status: response.status }, seconds);
  const title = response.statusText || 'Error';
  return new ApiError(
    { title, status: response.status, detail: `The answer was ${response.status} ${title}.` },
    seconds,
  );
}
