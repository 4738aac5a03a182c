import type { ImportKind, ImportMapping } from '#libs/contracts';
import { invalid, type FieldProblem } from '#libs/errors';
import type { Values } from '../file/file-records.js';
import { importFields, type ImportField } from './field.js';
import { LineProblem } from './line-problem.js';

/** Where our fields are in a file: by the mapping, else by their names and aliases. */
export class ColumnMap {
  private readonly fields: readonly ImportField[];
  /** The columns to look at for a field, in turn; of a table at most the one that it has. */
  private readonly columns: Map<string, readonly string[]>;

  /** @throws VerdictError `invalid` for a field that does not exist */
  constructor(
    kind: ImportKind,
    private readonly mapping: ImportMapping,
  ) {
    this.fields = importFields[kind];
    const known = new Set(this.fields.map(({ name }) => name));
    const unknown = (part: 'map' | 'set'): FieldProblem[] =>
      Object.keys(mapping[part])
        .filter((name) => !known.has(name))
        .map((name) => ({
          pointer: `/mapping/${part}/${name}`,
          rule: 'unknown_field',
          detail: `no field of ${kind}; they are ${[...known].join(', ')}`,
        }));
    refuse('The mapping names fields that do not exist.', [...unknown('map'), ...unknown('set')]);
    this.columns = new Map(this.fields.map((field) => [field.name, this.candidates(field)]));
  }

  private candidates({ name, aliases = [] }: ImportField): readonly string[] {
    const mapped = this.mapping.map[name];
    return mapped === undefined ? [name, ...aliases] : [mapped];
  }

  /** @throws VerdictError `invalid` when the header of a table lacks what is mapped or required */
  useHeader(header: readonly string[]): void {
    const problems: FieldProblem[] = [];
    for (const { name, required } of this.fields) {
      const found = (this.columns.get(name) ?? []).find((column) => header.includes(column));
      const mapped = this.mapping.map[name];
      if (found === undefined && mapped !== undefined)
        problems.push({ pointer: `/mapping/map/${name}`, rule: 'column', detail: `the file has no column ${mapped}` });
      else if (found === undefined && required === true && this.mapping.set[name] === undefined)
        problems.push({
          pointer: `/mapping/map/${name}`,
          rule: 'required',
          detail: `no column is mapped to it; the file has ${header.slice(0, 40).join(', ')}`,
        });
      this.columns.set(name, found === undefined ? [] : [found]);
    }
    refuse('The columns of the file do not fit.', problems);
  }

  /** Whether a table has the field at all; of JSON lines nobody knows before. */
  has(name: string): boolean {
    return this.mapping.set[name] !== undefined || (this.columns.get(name) ?? []).length > 0;
  }

  /** The columns that are taken for fields. */
  taken(): Set<string> {
    return new Set([...this.columns.values()].flat());
  }

  /** Text without blanks around it, or a number or truth value of JSON; undefined if there is none. */
  value(values: Values, name: string): string | number | boolean | undefined {
    for (const column of this.columns.get(name) ?? []) {
      const value = values.get(column);
      if (value === undefined || value === null) continue;
      if (typeof value === 'number' || typeof value === 'boolean') return value;
      if (typeof value !== 'string') throw new LineProblem(name, 'type', 'neither text nor a number');
      const text = value.trim();
      if (text !== '') return text;
    }
    return this.mapping.set[name];
  }

  required(values: Values, name: string): string | number | boolean {
    const value = this.value(values, name);
    if (value === undefined) throw new LineProblem(name, 'required', 'empty');
    return value;
  }
}

function refuse(message: string, problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw invalid(message, problems);
}
