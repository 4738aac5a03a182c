import { minorUnitDigits, minorUnitExponent } from '#libs/contracts';
import { addLaterColumns } from './later-columns.js';
import { dateGeo } from './load/geo-loader.js';
import type { StatementBook } from './statement-book.js';
import type { WarehouseSession } from './warehouse.js';

const folders = ['function/', 'view/', 'published/', 'index/'];

/** Makes what is missing of the schema, and brings what it knows of currencies up to date. Safe to repeat. */
export async function prepareTables(
  session: WarehouseSession,
  /** `own`: the schema that our tables are in; views of another schema name it. */
  {
    book,
    own,
    companyCurrency,
  }: { readonly book: StatementBook; readonly own: string; readonly companyCurrency: string },
): Promise<void> {
  for (const name of book.below('schema/')) await session.query(name, {}, { own });
  await addLaterColumns(session, own);
  for (const folder of folders) for (const name of book.below(folder)) await session.query(name, {}, { own });
  await session.query('setting/insert_integers');
  await dateGeo(session);
  await session.query('reference/delete_currencies');
  for (const [currency, digits] of Object.entries(minorUnitDigits))
    await session.query('reference/insert_currency', { currency, minor_units: 10 ** digits });
  await session.query('reference/delete_company');
  const minor_units = 10 ** minorUnitExponent(companyCurrency);
  await session.query('reference/insert_company', { currency: companyCurrency, minor_units });
}
