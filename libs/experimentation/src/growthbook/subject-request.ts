import { isObject, type Subject } from '#libs/bucketing';
import { growthBookSubjectSchema, type GrowthBookSubject } from '#libs/contracts';
import { sizeProblem } from '../flag/attribute-size.js';

const zod = growthBookSubjectSchema['~standard'];
const urlCharacters = 8_000;

/**
 * The schema of a busy route, with the limits of attributes that a schema cannot say. What the SDKs send is recognised by
 * hand, in a tenth of the time; anything else goes to the schema itself, which says what is wrong. A test holds the two to
 * the same verdict.
 */
export const fastGrowthBookSubjectSchema: { readonly '~standard': typeof zod } = {
  '~standard': {
    ...zod,
    validate: (value, options) => {
      if (isPlainSubject(value)) return withinLimits({ value });
      const result = zod.validate(value, options);
      return result instanceof Promise ? result.then(withinLimits) : withinLimits(result);
    },
  },
};

type Result = Awaited<ReturnType<typeof zod.validate>>;

function withinLimits(result: Result): Result {
  const problem = result.issues === undefined ? sizeProblem(result.value.attributes) : undefined;
  if (problem === undefined) return result;
  // As zod's own issues, which say by which rule.
  const issue = { path: ['attributes', problem.attribute], code: problem.rule, message: problem.detail };
  return { issues: [issue] };
}

/** True only for what the schema takes, unchanged. */
export function isPlainSubject(value: unknown): value is GrowthBookSubject {
  if (!isObject(value)) return false;
  const { attributes, forcedVariations, forcedFeatures, url } = value;
  if (!isObject(attributes) || !isObject(forcedVariations) || !Array.isArray(forcedFeatures)) return false;
  if (typeof url !== 'string' || url.length > urlCharacters) return false;
  for (const key in forcedVariations) if (!Number.isFinite(forcedVariations[key])) return false;
  return forcedFeatures.every((pair) => Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string');
}

/**
 * As flags are evaluated for it.
 * @param forceable the experiments whose variants it may ask for; what it asks of others is passed over, since a page's URL
 * may happen to name them
 */
export function subjectOf(request: GrowthBookSubject, forceable: ReadonlySet<string>): Subject {
  const { attributes, forcedVariations, forcedFeatures, url } = request;
  const forced = Array.isArray(forcedFeatures) ? forcedFeatures : Object.entries(forcedFeatures);
  return {
    attributes,
    forcedVariations,
    forceable,
    url,
    ...(forced.length === 0 ? {} : { forcedFlags: new Map(forced) }),
  };
}
