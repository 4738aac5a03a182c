import { isInsufficient } from '../src/outcome.js';
import type { Outcome } from '../src/outcome.js';

/** The answer of an outcome that a spec knows to have one; without it the spec fails with the reason. */
export function sure<T>(outcome: Outcome<T>): T {
  if (isInsufficient(outcome)) throw new Error(`${outcome.why}: ${outcome.detail}`);
  return outcome;
}
