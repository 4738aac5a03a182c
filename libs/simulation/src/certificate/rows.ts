import type { CertificateBound, CertificateRow } from '#libs/contracts';

/** Standard errors that chance may take a figure beyond its bound: one right figure in a thousand goes further. */
const STANDARD_ERRORS = 3;

/** What a row is about. */
export interface RowName {
  readonly what: string;
  readonly column?: string;
}

export const atMost = (most: number): CertificateBound => ({ least: null, most });
export const atLeast = (least: number): CertificateBound => ({ least, most: null });
export const within = (middle: number, margin: number): CertificateBound => ({
  least: middle - margin,
  most: middle + margin,
});

/**
 * A share of n experiments. The error is that of the share which the bound is about (0.95 within 0.945 and 0.955): under a
 * bound that is kept the figure is no further from it than that.
 */
export function shareRow(name: RowName, count: number, n: number, bound: CertificateBound | null): CertificateRow {
  const figure = count / n;
  const centre = bound === null ? figure : ((bound.least ?? bound.most ?? 0) + (bound.most ?? bound.least ?? 0)) / 2;
  return judged({ ...name, n, unit: 'share', figure, bound }, Math.sqrt((centre * (1 - centre)) / n));
}

/** A mean of n numbers of [0, 1], from their sum and the sum of their squares. */
export function meanRow(
  name: RowName,
  { sum, squares }: { readonly sum: number; readonly squares: number },
  n: number,
  bound: CertificateBound,
): CertificateRow {
  const figure = sum / n;
  return judged({ ...name, n, unit: 'share', figure, bound }, Math.sqrt(Math.max(0, squares / n - figure ** 2) / n));
}

/** How often something happened that must not happen at all. */
export const neverRow = (name: RowName, count: number, n: number): CertificateRow =>
  judged({ ...name, n, unit: 'count', figure: count, bound: atMost(0) }, 0);

/**
 * The median of n times from the counts of each hour, in days, at the end of its hour. Its error is half of what lies
 * between the order statistics three standard errors of a median's rank apart.
 */
export function medianDaysRow(
  name: RowName,
  hours: Float64Array,
  n: number,
  bound: CertificateBound | null,
): CertificateRow {
  const dayAt = (rank: number): number => {
    let seen = 0;
    for (const [hour, count] of hours.entries()) if ((seen += count) >= rank) return (hour + 1) / 24;
    return hours.length / 24;
  };
  const reach = (STANDARD_ERRORS * Math.sqrt(n)) / 2;
  const standardError = (dayAt(n / 2 + reach) - dayAt(n / 2 - reach)) / 2 / STANDARD_ERRORS;
  return judged({ ...name, n, unit: 'days', figure: dayAt(n / 2), bound }, standardError);
}

function judged(row: Omit<CertificateRow, 'error' | 'ok'>, standardError: number): CertificateRow {
  const error = STANDARD_ERRORS * standardError;
  const { figure, bound } = row;
  const ok =
    bound === null ? null : figure >= (bound.least ?? -Infinity) - error && figure <= (bound.most ?? Infinity) + error;
  return { ...row, error, ok };
}
