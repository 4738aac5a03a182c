import type { CertificateRow } from '#libs/contracts';

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
