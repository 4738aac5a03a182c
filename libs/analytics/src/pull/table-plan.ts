import type { Snapshot, SourceColumn, SourceTableBody } from '#libs/contracts';
import { invalid, type FieldProblem } from '#libs/errors';
import { cellReader } from '../reader/cell-reader.js';
import type { KeyedHash } from '../reader/keyed-hash.js';
import type { FoundColumn } from '../reader/source-reader.js';
import { columnName } from './column-name.js';
import { planEntity } from './entity-plan.js';
import type { DerivedColumn, PlannedColumn } from './planned-column.js';

/** What a pull reads of a table, and what becomes of it. */
export interface TablePlan {
  readonly columns: readonly PlannedColumn[];
  /** What is made of them, behind them in each line. */
  readonly derived: readonly DerivedColumn[];
  /** Names in the warehouse. */
  readonly key: readonly string[];
  readonly entity: Snapshot['entity'];
}

/**
 * Puts what is asked for on what is there.
 * @throws VerdictError `invalid` naming each column that is missing, has no type of ours, or has the name of another
 */
export function planTable(table: SourceTableBody, found: readonly FoundColumn[], hash: KeyedHash): TablePlan {
  const problems: FieldProblem[] = [];
  const rules = new Map(table.columns.map((rule) => [rule.name, rule]));
  const names = new Set(found.map(({ name }) => name));
  const needed = [...rules.keys(), ...table.key, ...(table.cursor === undefined ? [] : [table.cursor])];
  for (const name of new Set(needed.filter((one) => !names.has(one))))
    problems.push({ pointer: `/columns/${name}`, rule: 'column', detail: `there is no column ${name}` });
  const columns: PlannedColumn[] = [];
  for (const column of found) {
    const rule = rules.get(column.name);
    if ((rule?.use ?? table.others) === 'drop') continue;
    const planned = planColumn(table, column, rule, hash);
    if ('problem' in planned) problems.push(planned.problem);
    else columns.push(planned);
  }
  problems.push(...sameNames(columns));
  const name = new Map(columns.map((column) => [column.found.name, column.name]));
  for (const one of table.key)
    if (names.has(one) && !name.has(one))
      problems.push({ pointer: '/key', rule: 'dropped', detail: `${one} is dropped: it cannot tell rows apart` });
  const entity = planEntity(table.entity, columns);
  problems.push(...entity.problems);
  if (problems.length > 0)
    throw invalid(`The table is not as it is described: ${problems.map(({ detail }) => detail).join('; ')}.`, problems);
  return {
    columns,
    derived: entity.derived,
    key: table.key.map((one) => name.get(one) ?? one),
    entity: entity.mapping,
  };
}

function planColumn(
  table: SourceTableBody,
  found: FoundColumn,
  rule: SourceColumn | undefined,
  hash: KeyedHash,
): PlannedColumn | { readonly problem: FieldProblem } {
  const isHashed = (rule?.use ?? table.others) === 'hash';
  if (isHashed) hash.require();
  const type = isHashed ? 'text' : (rule?.type ?? found.type);
  const pointer = `/columns/${found.name}`;
  if (type === undefined || (isHashed && found.type === undefined && rule?.type === undefined)) {
    const detail = `${found.name} is ${found.theirs}: drop it, or declare a type (text is base64)`;
    return { problem: { pointer, rule: 'type', detail } };
  }
  const name = rule?.as ?? columnName(found.name);
  const required = table.key.includes(found.name);
  if (isHashed) return { found, name, type, required, read: (text) => hash.of(text) };
  try {
    const times = { format: rule?.time_format ?? 'auto', zone: table.time_zone };
    return { found, name, type, required, read: cellReader(found.name, type, times) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { problem: { pointer, rule: 'time_format', detail: error.message } };
  }
}

function sameNames(columns: readonly PlannedColumn[]): FieldProblem[] {
  const first = new Map<string, string>();
  const problems: FieldProblem[] = [];
  for (const { name, found } of columns) {
    const other = first.get(name);
    if (other === undefined) first.set(name, found.name);
    else
      problems.push({
        pointer: `/columns/${found.name}`,
        rule: 'name',
        detail: `${other} and ${found.name} would both be ${name}: give one another name by "as"`,
      });
  }
  return problems;
}
