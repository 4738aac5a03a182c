import type { SourceKind, SourceTableBody } from '#libs/contracts';
import { invalid, type FieldProblem } from '#libs/errors';
import { columnName } from '../pull/column-name.js';
import { planTable } from '../pull/table-plan.js';
import { KeyedHash } from '../reader/keyed-hash.js';

const isServer = (kind: SourceKind): boolean => kind === 'mysql' || kind === 'postgres';

/** @throws VerdictError `invalid` naming what such a source cannot do, and what contradicts itself */
export function checkTable(kind: SourceKind, table: SourceTableBody): void {
  const problems: FieldProblem[] = [];
  const refuse = (field: string, rule: string, detail: string): void =>
    void problems.push({ pointer: `/${field}`, rule, detail });
  const names = table.columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) refuse('columns', 'twice', `${twice} is named twice`);
  if (table.mode === 'incremental') {
    if (!isServer(kind)) refuse('mode', 'kind', 'only mysql and postgres can be asked for what has changed');
    if (table.cursor === undefined) refuse('cursor', 'required', 'a delta needs a column that grows with each change');
    if (table.key.length === 0) refuse('key', 'required', 'a delta replaces rows by their key');
  } else if (table.cursor !== undefined) refuse('cursor', 'mode', 'only an incremental table has one');
  if (kind === 'mixpanel') checkEvents(table, refuse);
  else if (kind === 'dynamodb' && table.columns.length === 0)
    refuse('columns', 'required', 'an item has any attributes: name those that are wanted, with their types');
  if (problems.length > 0) throw invalid('The table cannot be pulled like this.', problems);
  if (kind === 'dynamodb') checkDeclared(table);
}

/** Events have a shape of their own: of a table's settings only the columns' uses say something. */
function checkEvents(table: SourceTableBody, refuse: (field: string, rule: string, detail: string) => void): void {
  if (table.entity !== null) refuse('entity', 'kind', 'events are no table of the company');
  if (table.key.length > 0) refuse('key', 'kind', 'what makes an event one is settled');
  for (const { name, type, as, use } of table.columns) {
    if (type !== undefined || as !== undefined)
      refuse('columns', 'kind', `${name} stays what it is: keep, drop or hash it`);
    if (use !== 'keep' && (name === 'time' || name === '$insert_id' || (use === 'drop' && name === 'distinct_id')))
      refuse('columns', 'kind', `${name} makes an event one`);
  }
}

/** All that is known of them is what is declared, so whether it fits is known now. */
function checkDeclared(table: SourceTableBody): void {
  const found = table.columns.map(({ name }) => ({ name, type: 'text', theirs: 'attribute' }) as const);
  planTable(table, found, new KeyedHash(columnName('any key will do to check')));
}
