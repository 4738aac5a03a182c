import {
  entityColumns,
  minorUnitExponent,
  type ColumnType,
  type EntityName,
  type Snapshot,
  type SourceEntity,
} from '#libs/contracts';
import type { FieldProblem } from '#libs/errors';
import { amountReader } from '../import/amount-text.js';
import { LineProblem } from '../import/line-problem.js';
import type { DerivedColumn, PlannedColumn } from './planned-column.js';

export interface EntityPlan {
  readonly mapping: Snapshot['entity'];
  readonly derived: readonly DerivedColumn[];
  readonly problems: readonly FieldProblem[];
}

/** Ours that are money, in minor units of the row's currency. */
const amounts: Readonly<Record<EntityName, readonly string[]>> = {
  project: ['goal'],
  backer: [],
  pledge: ['amount'],
  rate: [],
};

/** What a table is to the product: its columns under our names, and where they do not fit. */
export function planEntity(entity: SourceEntity | null, columns: readonly PlannedColumn[]): EntityPlan {
  if (entity === null) return { mapping: null, derived: [], problems: [] };
  const plan = new Plan(entity, columns);
  for (const field of Object.keys(entityColumns[entity.name])) {
    const fixed = entity.set[field];
    if (fixed !== undefined) plan.fix(field, fixed);
    else if (entity.map[field] !== undefined) plan.take(field);
  }
  return { mapping: { name: entity.name, map: plan.map }, derived: plan.derived, problems: plan.problems };
}

class Plan {
  readonly map: Record<string, string> = {};
  readonly derived: DerivedColumn[] = [];
  readonly problems: FieldProblem[] = [];

  constructor(
    private readonly entity: SourceEntity,
    private readonly columns: readonly PlannedColumn[],
  ) {}

  take(field: string): void {
    const theirs = this.entity.map[field] ?? '';
    const column = this.columns.find(({ found }) => found.name === theirs);
    const ours = entityColumns[this.entity.name][field];
    if (column === undefined || ours === undefined) return this.refuse(field, 'column', `there is no column ${theirs}`);
    if (this.entity.amount_unit === 'major' && amounts[this.entity.name].includes(field))
      return this.convert(field, column);
    if (!fits(ours.type, column.type))
      return this.refuse(field, 'type', `${field} is ${ours.type} and ${theirs} is ${column.type}`);
    this.map[field] = column.name;
  }

  fix(field: string, value: string): void {
    if (entityColumns[this.entity.name][field]?.type !== 'text')
      return this.refuse(field, 'type', `only a text can be set for every row, and ${field} is none`);
    this.derive(field, { name: `set_${field}`, type: 'text', valueOf: () => value });
  }

  /** Units of the currency to its minor units, digit by digit. */
  private convert(field: string, { found, name, type }: PlannedColumn): void {
    const amountAt = this.columns.findIndex((column) => column.found === found);
    const currencyAt = this.columns.findIndex((column) => column.found.name === this.entity.map['currency']);
    const fixed = this.entity.set['currency'];
    if (currencyAt < 0 && fixed === undefined)
      return this.refuse(field, 'currency', `${field} in major units needs the currency: map it, or set it`);
    if (type === 'double')
      return this.refuse(field, 'type', `${found.name} is a binary fraction, and no money: declare it as a decimal`);
    const read = amountReader('major');
    this.derive(field, {
      name: `${name}_minor`,
      type: 'integer',
      valueOf: (cells) => {
        const text = cells[amountAt] ?? null;
        if (text === null) return null;
        const currency = (fixed ?? cells[currencyAt] ?? '').trim().toUpperCase();
        if (!/^[A-Z]{3}$/.test(currency))
          throw new LineProblem(this.entity.map['currency'] ?? null, 'currency', 'not three letters (ISO 4217)');
        const amount = read(text, minorUnitExponent(currency));
        if (amount === undefined)
          throw new LineProblem(found.name, 'amount', 'no amount, negative, or with more digits than its currency');
        return amount;
      },
    });
  }

  private derive(field: string, column: DerivedColumn): void {
    if (this.columns.some(({ name }) => name === column.name))
      return this.refuse(
        field,
        'name',
        `a column has the name ${column.name}, which ${field} needs: rename it by "as"`,
      );
    this.derived.push(column);
    this.map[field] = column.name;
  }

  private refuse(field: string, rule: string, detail: string): void {
    this.problems.push({ pointer: `/entity/map/${field}`, rule, detail });
  }
}

/** Whether each value of the one is exactly one of the other. */
function fits(ours: ColumnType, theirs: ColumnType): boolean {
  const [, precision = '0', scale] = /^decimal\((\d+),(\d+)\)$/.exec(theirs) ?? [];
  const isWhole = theirs === 'integer' || (scale === '0' && Number(precision) <= 18);
  switch (ours) {
    case 'text':
      return theirs === 'text' || isWhole || scale === '0';
    case 'integer':
      return isWhole;
    case 'timestamp':
      return theirs === 'timestamp' || theirs === 'date';
    case 'double':
      return theirs === 'double' || theirs === 'integer' || scale !== undefined;
    default:
      return ours === theirs;
  }
}
