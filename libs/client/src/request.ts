/** A refusal by the server. `retryAfterMs`: when it wants to be asked again. */
export class ServerRefusal extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly retryAfterMs: number,
  ) {
    super(`${status}: ${detail}`);
  }
}

export interface Call {
  readonly url: string;
  readonly key: string;
  readonly body: unknown;
  /** Milliseconds for all tries together. */
  readonly timeoutMs: number;
  /** The page may go away meanwhile. */
  readonly keepalive?: boolean;
}

const firstPauseMs = 50;

/** What another try may mend: nobody answered, too many ask, or something behind the server is away. */
export const isPassing = (error: unknown): boolean =>
  !(error instanceof ServerRefusal) || error.status === 429 || error.status >= 500;

/**
 * POSTs, and tries again while there is time: each pause is twice the one before it, in part by chance, so that those who
 * failed together do not come back together.
 * @throws ServerRefusal; TypeError or DOMException when nobody answered in time.
 */
export async function post<Answer>(call: Call): Promise<Answer> {
  const deadline = Date.now() + call.timeoutMs;
  for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
    try {
      return await once<Answer>(call, deadline - Date.now());
    } catch (error) {
      const asked = error instanceof ServerRefusal ? error.retryAfterMs : 0;
      const waitMs = Math.max(asked, pauseMs * (0.5 + Math.random()));
      if (!isPassing(error) || Date.now() + waitMs >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

async function once<Answer>({ url, key, body, keepalive }: Call, timeoutMs: number): Promise<Answer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(Math.max(1, timeoutMs)),
    keepalive: keepalive === true,
  });
  if (answer.ok) return (await answer.json()) as Answer;
  const text = await answer.text();
  const seconds = Number(answer.headers.get('retry-after') ?? 0);
  throw new ServerRefusal(answer.status, text.slice(0, 500), Number.isFinite(seconds) ? seconds * 1_000 : 0);
}
