import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

export interface SteadyLoad {
  readonly url: string;
  readonly token: string;
  readonly body: () => string;
  readonly seconds: number;
  /** Requests a second, on average. */
  readonly rate: number;
}

export interface SteadyAnswers {
  /** ms from when each was due to the end of its answer, ascending. */
  readonly latencies: readonly number[];
  /** Answers that had to do without something. */
  readonly degraded: number;
}

const mostSockets = 256;

/**
 * A load that does not wait for answers: requests arrive at random, as they do from people who know nothing of one another
 * (a Poisson process). Each is timed from when it was due, not from when it could be sent, so a server that stalls is
 * charged for everyone who came meanwhile.
 * @throws Error when an answer is no success
 */
export async function steadyLoad({ url, token, body, seconds, rate }: SteadyLoad): Promise<SteadyAnswers> {
  const agent = new Agent({ keepAlive: true, maxSockets: mostSockets });
  const nextGap = gaps(rate);
  const began = performance.now();
  const sent: Promise<{ readonly ms: number; readonly isDegraded: boolean }>[] = [];
  try {
    for (let due = nextGap(); due < seconds * 1_000; due += nextGap()) {
      const wait = began + due - performance.now();
      if (wait > 0) await pause(wait);
      sent.push(timed(agent, { url, token, text: body() }, began + due));
    }
    const answers = await Promise.all(sent);
    return {
      latencies: answers.map(({ ms }) => ms).toSorted((one, other) => one - other),
      degraded: answers.filter(({ isDegraded }) => isDegraded).length,
    };
  } finally {
    agent.destroy();
  }
}

/** The latency that so large a share of the answers did not exceed. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

/** Gaps in ms, the same in every run: a small generator with a fixed seed (Numerical Recipes’ 32-bit one). */
function gaps(rate: number): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (-Math.log((state + 1) / 4_294_967_297) / rate) * 1_000;
  };
}

function timed(
  agent: Agent,
  { url, token, text }: { readonly url: string; readonly token: string; readonly text: string },
  due: number,
): Promise<{ readonly ms: number; readonly isDegraded: boolean }> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      authorization: `Bearer ${token}`,
    };
    const sending = request(url, { agent, method: 'POST', headers }, (answer) => {
      let said = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (said += chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        const ms = performance.now() - due;
        if (answer.statusCode === 200) resolve({ ms, isDegraded: !said.includes('"degraded":[]') });
        else reject(new Error(`${url}: ${answer.statusCode} ${said}`));
      });
    });
    sending.once('error', reject);
    sending.end(text);
  });
}
