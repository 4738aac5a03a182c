import type { Subject } from '#libs/bucketing';
import { growthBookSubjectSchema, type GrowthBookSubject } from '#libs/contracts';

const zod = growthBookSubjectSchema['~standard'];
const urlCharacters = 8_000;

/**
 * The schema of a busy route. What the SDKs send is recognised by hand, in a tenth of the time; anything else goes to the
 * schema itself, which says what is wrong. A test holds the two to the same verdict.
 */
export const fastGrowthBookSubjectSchema: { readonly '~standard': typeof zod } = {
  '~standard': {
    ...zod,
    validate: (value, options) => (isPlainSubject(value) ? { value } : zod.validate(value, options)),
  },
};

/** True only for what the schema takes, unchanged. */
export function isPlainSubject(value: unknown): value is GrowthBookSubject {
  if (!isObject(value)) return false;
  const { attributes, forcedVariations, forcedFeatures, url } = value;
  if (!isObject(attributes) || !isObject(forcedVariations) || !Array.isArray(forcedFeatures)) return false;
  if (typeof url !== 'string' || url.length > urlCharacters) return false;
  for (const key in forcedVariations) if (!Number.isFinite(forcedVariations[key])) return false;
  return forcedFeatures.every((pair) => Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string');
}

/** As flags are evaluated for it. */
export function subjectOf({ attributes, forcedVariations, forcedFeatures, url }: GrowthBookSubject): Subject {
  const forced = Array.isArray(forcedFeatures) ? forcedFeatures : Object.entries(forcedFeatures);
  return { attributes, forcedVariations, url, ...(forced.length === 0 ? {} : { forcedFlags: new Map(forced) }) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
