import pg from 'pg';

/** True when the row exists already; with `constraint`, when it is that one which says so. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof pg.DatabaseError &&
    error.code === '23505' &&
    (constraint === undefined || error.constraint === constraint)
  );
}

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
