import type { StickyBuckets } from '../sticky/sticky-buckets.js';

/** Who is asked about, and how. */
export interface Subject {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of the page: URL targets and `?experiment=1` look at it. */
  readonly url?: string;
  /** Place of the variation by key of the experiment, whatever else holds: for testing. */
  readonly forcedVariations?: Readonly<Record<string, number>>;
  /** The experiments whose variation `url` and `forcedVariations` may ask for; absent: all. */
  readonly forceable?: ReadonlySet<string>;
  /** Values by key of the flag, whatever else holds. */
  readonly forcedFlags?: ReadonlyMap<string, unknown>;
  /** False: no experiments. */
  readonly enabled?: boolean;
  /** True: experiments only where they are forced. */
  readonly qaMode?: boolean;
  /** Absent: buckets are not sticky. What is assigned is noted there. */
  readonly sticky?: StickyBuckets;
}

/** An attribute that has an id to hash; the value is '' where it has none. */
export interface UnitId {
  readonly attribute: string;
  readonly value: unknown;
}

/** The id under an attribute or, where it is empty and there is another, under that. 0 is no id, as with the clients. */
export function unitIdOf(subject: Subject, attribute: string, fallback: string | undefined): UnitId {
  const value = idUnder(subject, attribute);
  if (value !== '' || fallback === undefined) return { attribute, value };
  const other = idUnder(subject, fallback);
  return other === '' ? { attribute, value: '' } : { attribute: fallback, value: other };
}

/** @returns '' where there is none */
export function idUnder({ attributes }: Subject, attribute: string): unknown {
  const value = Object.hasOwn(attributes, attribute) ? attributes[attribute] : '';
  return isNothing(value) ? '' : value;
}

const isNothing = (value: unknown): boolean => !value;

/** As it is hashed. `{"toString": 1}` is JSON and has no text: nobody is known by it. */
export function hashedText(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return String(value);
  } catch {
    return '';
  }
}
