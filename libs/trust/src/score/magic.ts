import { setTimeout as pause } from 'node:timers/promises';
import { unavailable } from '#libs/errors';

/** What a test key can ask for by the beginning of a pledge's id. */
export interface Magic {
  readonly forcedScore?: number;
  readonly isDegraded?: boolean;
  readonly isUnavailable?: boolean;
  readonly delayMs?: number;
}

const values: Readonly<Record<string, Magic>> = {
  test_accept: { forcedScore: 0.5 },
  test_review: { forcedScore: 40 },
  test_reject: { forcedScore: 95 },
  test_degraded: { isDegraded: true },
  test_unavailable: { isUnavailable: true },
  test_slow: { delayMs: 2_000 },
};

/** Nothing for a live key, whatever its pledges are called. */
export function magicOf(pledgeId: string, live: boolean): Magic {
  if (live) return {};
  return Object.entries(values).find(([beginning]) => pledgeId.startsWith(beginning))?.[1] ?? {};
}

/** @throws VerdictError `unavailable` where that is asked for. */
export async function actOut(magic: Magic): Promise<void> {
  if (magic.isUnavailable === true) throw unavailable('A test value asked for an answer that is unavailable.', 1);
  if (magic.delayMs !== undefined) await pause(magic.delayMs);
}
