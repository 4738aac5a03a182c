import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '#libs/config';
import { PlainError } from '../plain-error.js';
import { DataFolder } from '../supervisor/data-folder.js';

/** It does not answer, or cannot at the moment: asked again, it may. */
class ServerAway extends PlainError {}

/** A server whose stores were restarted is back by then. */
const patienceMs = 60_000;
const betweenTriesMs = 1_000;

/** The server that a command talks to: the one that holds the data folder, or the one that --url and --key name. */
export class RunningServer {
  constructor(
    readonly url: string,
    private readonly key: string,
    private readonly pauseMs = betweenTriesMs,
  ) {}

  /** @throws PlainError when nothing runs on the data folder and no URL is given. */
  static find(options: { readonly url?: string; readonly key?: string }): RunningServer {
    if (options.url !== undefined) {
      if (options.key === undefined)
        throw new PlainError('--url needs --key: a key with the scope that the command asks for.');
      return new RunningServer(options.url.replace(/\/$/, ''), options.key);
    }
    const { dataFolder } = loadConfig();
    const running = new DataFolder(dataFolder).running();
    if (running?.url === undefined)
      throw new PlainError(
        `Nothing runs on ${dataFolder}. Start it with npm start, or name a server by --url and --key.`,
      );
    const { commandKey } = JSON.parse(readFileSync(join(dataFolder, 'secrets.json'), 'utf8')) as { commandKey: string };
    return new RunningServer(running.url, commandKey);
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
    const answer = await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${this.key}` } });
    if (!answer.ok) throw new PlainError(`The server answered ${answer.status}.`);
    return answer.text();
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
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${this.key}`);
    const answer = await fetch(`${this.url}${path}`, { ...request, headers }).catch(() => {
      throw new ServerAway(`${this.url} does not answer.`);
    });
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.status === 503) throw new ServerAway(problemSentence(body, answer.status));
    if (!answer.ok) throw new PlainError(problemSentence(body, answer.status));
    return body as Answer;
  }
}

function problemSentence(body: unknown, status: number): string {
  if (typeof body !== 'object' || body === null || !('detail' in body)) return `The server answered ${status}.`;
  const problems = 'problems' in body && Array.isArray(body.problems) ? body.problems : [];
  const lines = problems.map(
    (problem: { pointer: string; detail: string }) => `\n  ${problem.pointer}: ${problem.detail}`,
  );
  return `${String(body.detail)}${lines.join('')}`;
}
