import { dayAt } from '#libs/contracts';
import { PlainError } from '../plain-error.js';

/** The days of a report as a command is given them. */
export interface GivenDays {
  readonly from?: string;
  readonly to?: string;
  readonly last?: number;
}

const dayMs = 86_400_000;

/**
 * The first and the last day of a report, both among them: as they were given, or the latest UTC days that are over.
 * @throws PlainError for neither of both
 */
export function reportDays({ from, to, last }: GivenDays, now: number): { readonly from: string; readonly to: string } {
  if (last !== undefined) return { from: dayBefore(now, last), to: dayBefore(now, 1) };
  if (from === undefined || to === undefined)
    throw new PlainError('Say which days: --from and --to, or --last 30 for the latest 30 that are over.');
  return { from, to };
}

const dayBefore = (now: number, days: number): string => dayAt(now - days * dayMs);
