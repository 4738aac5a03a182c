/** A condition as it is written: MongoDB's query language as the GrowthBook clients speak it. */
export type ConditionDefinition = Readonly<Record<string, unknown>>;

/** A saved group as it is sent: bare values, values of one attribute, or a condition. */
export type SavedGroupDefinition =
  | readonly (string | number)[]
  | { readonly type: 'list'; readonly attributeKey: string; readonly values: readonly (string | number)[] }
  | { readonly type: 'condition'; readonly condition: ConditionDefinition };

/** Whether a subject, an object of attributes, meets a condition. Never throws. */
export type Condition = (subject: unknown, groups: SavedGroups) => boolean;

/** Whether one value meets one. May throw where the value cannot be compared. */
export type ValueTest = (value: unknown, groups: SavedGroups) => boolean;

/** A saved group ready for use. One without values and condition matches nobody. */
export interface SavedGroup {
  /** Absent: it has no list of values, so that neither being in it nor out of it can be said. */
  readonly values?: ReadonlySet<unknown>;
  /** Whether it says itself what its values are values of; bare values are met by `$inGroup` only. */
  readonly typed: boolean;
  /** Path of its own attribute. */
  readonly attribute?: readonly string[];
  readonly condition?: Condition;
}

/** All groups of a payload. */
export interface SavedGroups {
  get(id: string): SavedGroup | undefined;
  /** Whether a subject meets the condition of a group; one that leads back to itself matches nobody. */
  meets(id: string, condition: Condition, subject: unknown): boolean;
}
