import type { FactColumn, FactColumnType, UnitType } from '#libs/contracts';
import type { FieldProblem } from '#libs/errors';

const subjects = ['visitor_id', 'backer_id', 'project_id'] as const;
const allowedName = /^[a-z_][a-z0-9_]{0,62}$/;
const mostColumns = 50;

/** What a column of this name must hold. Every other column is the metrics' own. */
const required: Readonly<Record<string, readonly FactColumnType[]>> = {
  visitor_id: ['text'],
  backer_id: ['text'],
  project_id: ['text'],
  time: ['timestamp'],
  settled_at: ['timestamp'],
  fraud_at: ['timestamp'],
  risk_level: ['text'],
  reason: ['text'],
  value: ['integer', 'decimal'],
};

/** What keeps a SELECT of these columns from being a fact; empty for a sound one. */
export function factProblems(columns: readonly FactColumn[]): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const refuse = (rule: string, detail: string): void => void problems.push({ pointer: '/sql', rule, detail });
  const names = columns.map(({ name }) => name);
  if (!subjects.some((name) => names.includes(name)))
    refuse('whose', `there is no ${subjects.join(', ')}: a row says whose it is`);
  if (!names.includes('time')) refuse('time', 'there is no time: a row says when it happened');
  if (columns.length > mostColumns) refuse('columns', `there are more than ${mostColumns} columns`);
  for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index)))
    refuse('columns', `there are two columns ${name}`);
  for (const { name, type } of columns) {
    if (!allowedName.test(name)) refuse('column_name', `the column ${name} needs a name of a-z, 0-9 and _ (AS …)`);
    const types = required[name];
    if (types !== undefined && !types.includes(type)) refuse('type', `${name} is ${type}: ${mendOf(types)}`);
  }
  return problems;
}

function mendOf([type]: readonly FactColumnType[]): string {
  if (type === 'timestamp') return 'CAST it AS TIMESTAMP, in UTC';
  if (type === 'text') return 'CAST it AS VARCHAR';
  return 'CAST it AS BIGINT or DECIMAL, so that sums are exact';
}

/** Whether values of a column add up exactly. */
export const isAddable = ({ type }: FactColumn): boolean => type === 'integer' || type === 'decimal';

/** Units that a fact can be counted for: a visitor by its own id, or by that of the backer that it became. */
export function unitsOf(columns: readonly FactColumn[]): UnitType[] {
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  return [
    ...(has('visitor_id') || has('backer_id') ? ['visitor' as const] : []),
    ...(has('backer_id') ? ['backer' as const] : []),
    ...(has('project_id') ? ['project' as const] : []),
  ];
}
