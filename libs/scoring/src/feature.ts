/** How a feature's value looks in a rule. Every number is a double: rules then need no casts. */
export type FeatureType = 'double' | 'bool' | 'string';

/** The families that subscores are given for. A velocity belongs to the family of the entity that it watches. */
export type Family = 'ip' | 'card' | 'device' | 'email' | 'backer' | 'project';

export const families: readonly Family[] = ['ip', 'card', 'device', 'email', 'backer', 'project'];

export type FeatureValue = number | boolean | string;

/**
 * Feature values by name. A name that is absent, or whose value is undefined, is *unknown*: it adds nothing to the
 * score, and a rule that names it is unknown too, neither true nor false.
 */
export type FeatureValues = Readonly<Record<string, FeatureValue | undefined>>;

/** What is true of every value of a feature; rules are checked against it when they are saved. */
export interface FeatureDefinition {
  /** snake_case; the name in rules, in stored assessments and in the warehouse. Never renamed, only retired. */
  readonly name: string;
  readonly type: FeatureType;
  readonly family: Family;
  /** Where the value comes from: the request and what is looked up, other features, or a sliding window. */
  readonly origin: 'fact' | 'derived' | 'velocity';
  /** One sentence for people, with the unit. */
  readonly description: string;
  /** Smallest and largest possible number (type `double`); unlimited where not said. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** What every value of type `string` matches, as a regular expression's source. */
  readonly pattern?: string;
}
