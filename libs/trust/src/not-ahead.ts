import { invalid } from '#libs/errors';

const dayMs = 86_400_000;

/**
 * Refuses a time that is more than a day ahead, the limit that events and imports have too: clocks differ, but a label that
 * becomes known in 2099 would stay hidden until then.
 * @param times RFC 3339 or nothing, by the names of the body's fields
 * @param now milliseconds
 * @throws VerdictError `invalid` with the place
 */
export function refuseAhead(times: Readonly<Record<string, string | null | undefined>>, now: number): void {
  for (const [name, time] of Object.entries(times)) {
    if (time == null || Date.parse(time) <= now + dayMs) continue;
    const detail = 'more than a day ahead';
    throw invalid(`That time is not there yet: /${name} is ${detail}.`, [
      { pointer: `/${name}`, rule: 'too_new', detail },
    ]);
  }
}
