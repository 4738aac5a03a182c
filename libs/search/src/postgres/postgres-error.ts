import { unavailable } from '#libs/errors';
import { isConnectionError } from '#libs/postgres';
import { tooSlow } from '../refusals.js';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Why a document was not taken. */
export const reasonOf = (error: unknown): { rule: string; detail: string } => ({
  rule: codeOf(error),
  detail: error instanceof Error ? error.message : 'no reason given',
});

const cancelled = '57014';

/** A question that ran into its limit, or found the database away, is told as what it is. */
export async function asking<Answer>(question: Promise<Answer>): Promise<Answer> {
  try {
    return await question;
  } catch (error) {
    if (codeOf(error) === cancelled) throw tooSlow();
    throw isConnectionError(error) ? unavailable('The database with the event history is away.') : error;
  }
}
