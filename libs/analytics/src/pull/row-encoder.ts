import type { Column } from '#libs/contracts';
import { LineProblem } from '../import/line-problem.js';
import type { Cell, Warning } from '../reader/cell.js';
import type { TablePlan } from './table-plan.js';

/** Rows of a source as lines of a bucket. */
export class RowEncoder {
  /** Values that became null, by why. */
  readonly warnings: Partial<Record<Warning, number>> = {};

  constructor(private readonly plan: TablePlan) {}

  /** Of the snapshot, in the order of its lines. */
  get columns(): Column[] {
    return [...this.plan.columns, ...this.plan.derived].map(({ name, type }) => ({ name, type }));
  }

  /** @throws LineProblem for a row that has a value which is none of its type, or lacks its key */
  line(cells: readonly (string | null)[]): string {
    const fields: string[] = [];
    const warned: Warning[] = [];
    const put = (name: string, value: Cell): void => void fields.push(`"${name}":${JSON.stringify(value)}`);
    for (const [index, { name, found, required, read }] of this.plan.columns.entries()) {
      const cell = cells[index] ?? null;
      const value = cell === null ? null : read(cell, (why) => warned.push(why));
      if (value === null && required) throw new LineProblem(found.name, 'key', 'empty, though it tells rows apart');
      put(name, value);
    }
    for (const { name, valueOf } of this.plan.derived) put(name, valueOf(cells));
    for (const why of warned) this.warnings[why] = (this.warnings[why] ?? 0) + 1;
    return `{${fields.join(',')}}`;
  }
}
