import { eventLimits } from '#libs/contracts';
import { stickyKey, stickyValue, type StickyAssignment } from '#libs/bucketing';

/** Somebody, as one attribute knows them. Test keys have buckets of their own. */
export interface StickyId {
  readonly live: boolean;
  readonly attribute: string;
  readonly value: string;
}

/** A variant that an id is given. */
export interface GivenBucket extends Pick<StickyAssignment, 'experiment' | 'bucketVersion' | 'variation'> {
  readonly id: StickyId;
}

/** The ids that a subject has under some attributes. */
export const stickyIds = (
  attributes: Readonly<Record<string, unknown>>,
  names: readonly string[],
  live: boolean,
): StickyId[] =>
  names.flatMap((attribute) =>
    Object.hasOwn(attributes, attribute) && attributes[attribute]
      ? [{ live, attribute, value: stickyValue(attributes[attribute]) }]
      : [],
  );

export const idKey = ({ live, attribute, value }: StickyId): string =>
  `${live ? 'live' : 'test'}||${stickyKey(attribute, value)}`;

/** Longer names and ids are answered by the hash alone: nothing is kept of them. */
export const canBeKept = ({ attribute, value }: Pick<StickyId, 'attribute' | 'value'>): boolean =>
  attribute.length <= 100 && value.length > 0 && value.length <= eventLimits.identifier;
