import type { z } from 'zod';
import { PlainError } from '../plain-error.js';

/**
 * What a command was given, by the schema of the API that it is for.
 * @throws PlainError with each option that breaks a rule, and the rule
 */
export function given<Value>(schema: z.ZodType<Value>, options: object): Value {
  const { success, data, error } = schema.safeParse(options);
  if (success) return data;
  throw new PlainError(error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
}
