import { isConnectionError } from '#libs/postgres';

/** A database that is away is survived; one that says no is a defect that must be seen. */
export function awayOrThrow(error: unknown): undefined {
  if (isConnectionError(error)) return undefined;
  throw error;
}
