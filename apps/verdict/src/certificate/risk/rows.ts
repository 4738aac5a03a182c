import type { CertificateBound, CertificateRow } from '#libs/contracts';

/** A number for comparison. */
export const given = (what: string, figure: number, n: number): CertificateRow => ({
  what,
  n,
  unit: 'count',
  figure,
  error: 0,
  bound: null,
  ok: null,
});

/** What was measured, exactly so. @param bound null: it may be anything */
export const measured = (
  row: Omit<CertificateRow, 'error' | 'bound' | 'ok'>,
  bound: CertificateBound | null = null,
): CertificateRow => ({
  ...row,
  error: 0,
  bound,
  ok: bound === null ? null : row.figure >= (bound.least ?? -Infinity) && row.figure <= (bound.most ?? Infinity),
});
