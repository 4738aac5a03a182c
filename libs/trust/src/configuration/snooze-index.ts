import type { ListedKind } from '#libs/contracts';
import type { Listed } from '../list/list-index.js';

export interface SnoozeRow {
  readonly rule_id: string;
  readonly kind: ListedKind;
  readonly value: string;
  /** RFC 3339. */
  readonly until: string;
}

/** Which rules are silenced, by the entity that they are silenced for. */
export class SnoozeIndex {
  private readonly rows = new Map<string, { readonly rule: string; readonly untilMs: number }[]>();

  constructor(rows: readonly SnoozeRow[]) {
    for (const { rule_id, kind, value, until } of rows) {
      const key = keyOf(kind, value);
      this.rows.set(key, [...(this.rows.get(key) ?? []), { rule: rule_id, untilMs: Date.parse(until) }]);
    }
  }

  /** Ids of the rules that do not count for a pledge of these entities, each once. */
  silenced(listed: Listed, nowMs: number): string[] {
    if (this.rows.size === 0) return [];
    const found = Object.entries(listed).flatMap(([kind, value]) =>
      value === undefined ? [] : (this.rows.get(keyOf(kind, value)) ?? []),
    );
    return [...new Set(found.flatMap(({ rule, untilMs }) => (untilMs > nowMs ? [rule] : [])))];
  }
}

const keyOf = (kind: string, value: string): string => `${kind}\u0000${value}`;
