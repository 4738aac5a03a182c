import type { RunRows } from '#libs/contracts';

/** Why pledges by country have none: before a geographic database is in the warehouse every pledge is from nowhere. */
export function noCountryNote({ columns, rows }: Pick<RunRows, 'columns' | 'rows'>): string | undefined {
  const country = columns.indexOf('country');
  if (country < 0 || rows.length === 0 || rows.some((row) => (row[country] ?? '') !== '')) return undefined;
  return (
    'No pledge has a country: npx verdict geo status tells which geographic databases are in the warehouse. The first comes ' +
    'some minutes after a worker’s start; the latest hundred days are computed anew then.'
  );
}
