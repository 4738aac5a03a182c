import type { GeoKind } from '#libs/contracts';
import type { GeoFactRow } from './fact-columns.js';
import { factRowOf } from './fact-rows.js';

/** What is known of networks, each fact once: a country's are millions of networks and some thousand facts. */
export class FactBook {
  readonly rows: GeoFactRow[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(private readonly kind: GeoKind) {}

  /** The number of what a record says. */
  numberOf(record: unknown): number {
    const row = factRowOf[this.kind](record);
    const text = JSON.stringify(row);
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.rows.length);
    return this.rows.push(row) - 1;
  }
}
