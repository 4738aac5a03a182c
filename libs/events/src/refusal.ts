/** Why one event was refused: a JSON pointer into it, the rule, and a sentence that never repeats the value. */
export interface Refusal {
  readonly field: string;
  readonly rule: string;
  readonly detail: string;
}

/** A refused event of a request, as it is kept for its sender. */
export interface RefusedItem extends Refusal {
  readonly index: number;
  readonly insert_id: string | null;
  /** The event as it came, or undefined where it must not be kept. */
  readonly value: unknown;
}
