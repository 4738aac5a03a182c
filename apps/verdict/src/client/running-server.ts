import { PlainError } from '../plain-error.js';

/** It does not answer, or cannot at the moment: asked again, it may. */
class ServerAway extends PlainError {}

/** A server whose stores were restarted is back by then. */
const patienceMs = 60_000;
const betweenTriesMs = 1_000;

/** A server as a command talks to it. */
export class RunningServer {
  constructor(
    readonly url: string,
    private readonly key: string,
    private readonly pauseMs = betweenTriesMs,
    /** Where it will be again once somebody starts it: for one that ends with the command. */
    private readonly later?: string,
  ) {}

  /** Where people find a path when the command has ended, and what they do first; nothing where the server stays. */
  place(path: string): { readonly url: string; readonly first: string | undefined } {
    return { url: `${this.later ?? this.url}${path}`, first: this.later === undefined ? undefined : 'npm start' };
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.ask<Answer>(path, { method: 'GET' });
  }

  /** For looking again and again at work that goes on without us: waits where the server is away for a while. */
  async watch<Answer>(path: string): Promise<Answer> {
    for (let waited = 0; ; waited += this.pauseMs) {
      try {
        return await this.get<Answer>(path);
      } catch (error) {
        if (!(error instanceof ServerAway) || waited >= patienceMs) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, this.pauseMs));
    }
  }

  /** An answer that is no JSON. */
  async text(path: string): Promise<string> {
    return (await this.answer(path, { method: 'GET' })).text();
  }

  post<Answer>(path: string, body: object): Promise<Answer> {
    return this.send<Answer>('POST', path, body);
  }

  put<Answer>(path: string, body: object): Promise<Answer> {
    return this.send<Answer>('PUT', path, body);
  }

  async delete(path: string): Promise<void> {
    await this.ask<unknown>(path, { method: 'DELETE' });
  }

  private send<Answer>(method: string, path: string, body: object): Promise<Answer> {
    return this.ask<Answer>(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  private async ask<Answer>(path: string, request: RequestInit): Promise<Answer> {
    const answer = await this.answer(path, request);
    return (await jsonOf(answer)) as Answer;
  }

  /** @throws PlainError with what the server refuses it for, or that it is away */
  private async answer(path: string, request: RequestInit): Promise<Response> {
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${this.key}`);
    const answer = await fetch(`${this.url}${path}`, { ...request, headers }).catch(() => {
      throw new ServerAway(`${this.url} does not answer.`);
    });
    if (answer.ok) return answer;
    const sentence = problemSentence(await jsonOf(answer), answer.status);
    throw answer.status === 503 ? new ServerAway(sentence) : new PlainError(sentence);
  }
}

const jsonOf = (answer: Response): Promise<unknown> => answer.json().catch(() => undefined);

function problemSentence(body: unknown, status: number): string {
  if (typeof body !== 'object' || body === null || !('detail' in body)) return `The server answered ${status}.`;
  const problems = 'problems' in body && Array.isArray(body.problems) ? body.problems : [];
  const lines = problems.map(
    (problem: { pointer: string; detail: string }) => `\n  ${problem.pointer}: ${problem.detail}`,
  );
  return `${String(body.detail)}${lines.join('')}`;
}
