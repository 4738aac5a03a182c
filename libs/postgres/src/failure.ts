import pg from 'pg';

/** True when the row exists already; with `constraint`, when it is that one which says so. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof pg.DatabaseError &&
    error.code === '23505' &&
    (constraint === undefined || error.constraint === constraint)
  );
}

/**
 * True when the server said no to the values themselves, and would say so again: they do not fit (class 22), break a
 * constraint (23) or a limit (54), or a trigger raised an exception (P0). A transaction that lost (40), a schema or a
 * right that is missing (42), or a disk (58) is no fault of the row.
 */
export const isRefusal = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && /^(22|23|54|P0)/.test(error.code ?? '');

const away = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'ENOENT', 'EHOSTUNREACH']);

/** True when the server could not be asked (away, starting, shutting down, too slow), as opposed to having said no. */
export function isConnectionError(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08|57P|53|57014|25P03)/.test(error.code ?? '');
  // By shape, not by class: in a test runner's context system errors are of another realm.
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isConnectionError);
  const code = 'code' in error ? String(error.code) : '';
  return (
    away.has(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered|Query read timeout|Cannot use a pool after/.test(
      String(error.message),
    )
  );
}
