import { binner, binCount, type Binning, type Value } from './binning.js';

/** What a shape may do as its value grows; only of a numeric feature. */
export type Direction = 'increasing' | 'decreasing';

export interface Feature {
  readonly name: string;
  readonly binning: Binning;
  /** Where policy demands it. */
  readonly monotone?: Direction | undefined;
}

/** Rows in bins: a byte a cell, a column a feature, in the order of time. 50 features of a million rows are 50 MB. */
export interface Table {
  readonly features: readonly Feature[];
  readonly rows: number;
  readonly columns: readonly Uint8Array[];
  /** 1 is fraud. */
  readonly labels: Uint8Array;
}

/** Takes rows one by one and keeps their bins alone. Its memory is shared, so that threads train on it without a copy. */
export class TableBuilder {
  private readonly binOf: readonly ((value: Value) => number)[];
  private readonly columns: readonly Uint8Array[];
  private readonly labels: Uint8Array;
  private rows = 0;

  /** @param capacity rows at most */
  constructor(
    private readonly features: readonly Feature[],
    capacity: number,
  ) {
    for (const { name, binning, monotone } of features)
      if (monotone !== undefined && binning.kind !== 'numeric')
        throw new RangeError(`"${name}" is categorical: it has no direction`);
    this.binOf = features.map(({ binning }) => binner(binning));
    this.columns = features.map(() => new Uint8Array(new SharedArrayBuffer(capacity)));
    this.labels = new Uint8Array(new SharedArrayBuffer(capacity));
  }

  /** @param valueOf of a feature by its place. @throws RangeError beyond the capacity. */
  add(valueOf: (feature: number) => Value, isFraud: boolean): void {
    if (this.rows === this.labels.length) throw new RangeError(`the table has ${this.rows} rows already`);
    for (let at = 0; at < this.columns.length; at++) this.columns[at]![this.rows] = this.binOf[at]!(valueOf(at));
    this.labels[this.rows] = isFraud ? 1 : 0;
    this.rows += 1;
  }

  build(): Table {
    const { features, rows } = this;
    const columns = this.columns.map((column) => column.subarray(0, rows));
    return { features, rows, columns, labels: this.labels.subarray(0, rows) };
  }
}

export const binCounts = ({ features }: Pick<Table, 'features'>): number[] =>
  features.map(({ binning }) => binCount(binning));

/** A part of the rows by their place: the same bytes, not a copy. */
export function rowsBetween(table: Table, from: number, until: number): Table {
  const columns = table.columns.map((column) => column.subarray(from, until));
  return { ...table, rows: until - from, columns, labels: table.labels.subarray(from, until) };
}

/** These rows, copied together. */
export function rowsAt(table: Table, places: Uint32Array): Table {
  const gather = (column: Uint8Array): Uint8Array => {
    const gathered = new Uint8Array(places.length);
    for (let at = 0; at < places.length; at++) gathered[at] = column[places[at]!]!;
    return gathered;
  };
  return { ...table, rows: places.length, columns: table.columns.map(gather), labels: gather(table.labels) };
}
