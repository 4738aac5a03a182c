import type { SourceTableBody, SourceView } from '#libs/contracts';
import { PlainError } from '../plain-error.js';
import type { DescribedSource } from './source-file.js';

/** One table as it is to be described. */
export interface TablePut {
  readonly key: string;
  readonly name: string;
  readonly table: SourceTableBody;
}

/**
 * The tables of a file in an order that the server takes. An entity belongs to one table at a time: whoever holds another
 * one than the file says gives it up before anybody takes it, so that two may also change places.
 * @param known what is described now
 * @throws PlainError when an entity would belong to two tables, with their names; then nothing may be applied
 */
export function tablePuts(described: readonly DescribedSource[], known: readonly SourceView[]): TablePut[] {
  const puts = described.flatMap(({ key, tables }) => [...tables].map(([name, table]) => ({ key, name, table })));
  const named = new Set(puts.map(placeOf));
  const own = known.filter(({ built_in }) => !built_in);
  const before = own.flatMap(({ key, tables }) =>
    tables.map(({ name, definition }) => ({ key, name, table: definition })),
  );
  checkEntities(
    puts,
    before.filter((one) => !named.has(placeOf(one))),
  );
  const held = new Map(before.map((one) => [placeOf(one), one.table.entity?.name]));
  const givenUp = puts.filter((one) => {
    const entity = held.get(placeOf(one));
    return entity !== undefined && entity !== one.table.entity?.name;
  });
  return [...givenUp.map((one) => ({ ...one, table: { ...one.table, entity: null } })), ...puts];
}

function checkEntities(puts: readonly TablePut[], others: readonly TablePut[]): void {
  const holders = new Map(others.map((one) => [one.table.entity?.name, placeOf(one)]));
  const staying = new Map(others.map((one) => [placeOf(one), one]));
  const wrong: string[] = [];
  for (const one of puts) {
    const entity = one.table.entity?.name;
    if (entity === undefined) continue;
    const holder = holders.get(entity);
    holders.set(entity, holder ?? placeOf(one));
    if (holder === undefined) continue;
    const other = staying.get(holder);
    const mend =
      other === undefined
        ? 'the file names it twice'
        : `take its entity away, or remove it: npx verdict sources remove ${other.key} ${other.name}`;
    wrong.push(`${placeOf(one)}: ${holder} is the company’s ${entity} already, and there is one each; ${mend}`);
  }
  if (wrong.length > 0) throw new PlainError(`Nothing was applied.\n${wrong.join('\n')}`);
}

const placeOf = ({ key, name }: TablePut): string => `${key}/${name}`;
