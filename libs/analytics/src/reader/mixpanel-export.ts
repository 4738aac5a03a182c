import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '#libs/contracts';
import { invalid } from '#libs/errors';

const maximumTries = 5;
const longestPauseMs = 600_000;
const firstPauseMs = 1_000;

/**
 * The events of a day from Mixpanel's raw export, or whatever answers in its shape: newline-delimited JSON in the body.
 * `url` is that of the export with the account's or project's secret as its user, as in
 * https://USER:SECRET@data.mixpanel.com/api/2.0/export?project_id=1. Too many requests and a server in trouble are asked
 * again, as late as they say; an answer that has begun never is, since the half of it is somewhere already.
 * Source: https://developer.mixpanel.com/reference/raw-event-export
 * @throws VerdictError `invalid` when it refuses; Error when it may answer later.
 */
export async function* exportOfDay(
  url: string,
  day: string,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const { address, authorization } = requestOf(url, day);
  for (let tries = 1; ; tries++) {
    const answer = await fetch(address, { headers: { authorization, accept: 'text/plain' }, signal });
    if (answer.ok && answer.body !== null) {
      for await (const chunk of answer.body) yield Buffer.from(chunk as Uint8Array);
      return;
    }
    await answer.body?.cancel();
    const mayPass = answer.status === 429 || answer.status >= 500;
    if (!mayPass) throw invalid(`Mixpanel refuses the export: it answers ${answer.status} ${answer.statusText}.`);
    const wait = pauseMs(answer.headers.get('retry-after'), tries, clock.now());
    if (tries === maximumTries || wait > longestPauseMs)
      throw new Error(`Mixpanel cannot export now: it answers ${answer.status} ${answer.statusText}.`);
    await pause(wait, undefined, { signal });
  }
}

function requestOf(text: string, day: string): { address: URL; authorization: string } {
  if (!/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : ''))
    throw invalid('It takes https://USER:SECRET@data.mixpanel.com/api/2.0/export?project_id=ID.');
  const address = new URL(text);
  const { username, password } = address;
  const secret = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  address.username = '';
  address.password = '';
  address.searchParams.set('from_date', day);
  address.searchParams.set('to_date', day);
  return { address, authorization: `Basic ${Buffer.from(secret).toString('base64')}` };
}

/** Retry-After counts seconds, or is a date (RFC 9110 §10.2.3). */
function pauseMs(retryAfter: string | null, tries: number, now: number): number {
  const seconds = Number(retryAfter ?? Number.NaN);
  const asked = Number.isNaN(seconds) ? Date.parse(retryAfter ?? '') - now : seconds * 1_000;
  return Number.isNaN(asked) ? firstPauseMs * 2 ** (tries - 1) : Math.max(asked, 0);
}
