import type { ExperimentDefinition, LayerPart, StickyDefinition, VariantDefinition } from './definition.js';

/** One field that breaks one rule; `pointer` is a JSON pointer (RFC 6901) into the definition. */
export interface DefinitionProblem {
  readonly pointer: string;
  readonly rule:
    | 'not_empty'
    | 'variant_count'
    | 'unique_variant_keys'
    | 'weight_range'
    | 'weights_sum_to_one'
    | 'coverage_range'
    | 'baseline_is_a_variant'
    | 'decided_variant_is_a_variant'
    | 'layer_range'
    | 'min_bucket_version_range'
    | 'fallback_is_another_unit'
    | 'no_layer_with_fallback';
  readonly detail: string;
}

const FEWEST_VARIANTS = 2;
const MOST_VARIANTS = 20;

/**
 * One millionth, so that thirds written with six decimals add up, and a hair for the rounding of the sum itself.
 * Positions are multiples of 1e-4: no unit falls into such a gap.
 */
const WEIGHT_TOLERANCE = 1e-6 + 1e-12;

/** Whether a number is a share: of the units, or of a variant. */
export const isShare = (value: number): boolean => value >= 0 && value <= 1;

export const addUpToOne = (weights: readonly number[]): boolean =>
  Math.abs(weights.reduce((total, weight) => total + weight, 0) - 1) <= WEIGHT_TOLERANCE;

/** Whether it is a part of a layer that somebody can be in. */
export const isPart = ({ from, to }: Pick<LayerPart, 'from' | 'to'>): boolean => from >= 0 && from < to && to <= 1;

/** Everything that is wrong with a definition; empty when it can be compiled. */
export function validateDefinition(definition: ExperimentDefinition): DefinitionProblem[] {
  const { key, salt, variants, coverage, baseline, decidedVariant, state, layer } = definition;
  const isVariant = (name: string | undefined): boolean => variants.some((variant) => variant.key === name);
  const problems: DefinitionProblem[] = [];
  if (key === '') problems.push({ pointer: '/key', rule: 'not_empty', detail: 'An experiment needs a key.' });
  if (salt === '') problems.push({ pointer: '/salt', rule: 'not_empty', detail: 'An experiment needs a salt.' });
  if (!isShare(coverage)) {
    const detail = `The coverage must lie between 0 and 1, not ${coverage}.`;
    problems.push({ pointer: '/coverage', rule: 'coverage_range', detail });
  }
  problems.push(...problemsOfVariants(variants));
  if (!isVariant(baseline)) {
    const detail = `The baseline ${JSON.stringify(baseline)} is none of the variants.`;
    problems.push({ pointer: '/baseline', rule: 'baseline_is_a_variant', detail });
  }
  if ((state === 'decided' || decidedVariant !== undefined) && !isVariant(decidedVariant)) {
    const detail = 'A decided experiment names the one of its variants that everybody gets.';
    problems.push({ pointer: '/decidedVariant', rule: 'decided_variant_is_a_variant', detail });
  }
  if (layer !== undefined && !isPart(layer)) {
    const detail = 'A part of a layer lies between 0 and 1, from below to.';
    problems.push({ pointer: '/layer', rule: 'layer_range', detail });
  }
  if (definition.sticky !== undefined) problems.push(...problemsOfSticky(definition, definition.sticky));
  return problems;
}

function problemsOfSticky({ unit, layer }: ExperimentDefinition, sticky: StickyDefinition): DefinitionProblem[] {
  const { bucketVersion, minBucketVersion, fallback } = sticky;
  const problems: DefinitionProblem[] = [];
  if (minBucketVersion > bucketVersion) {
    const detail = `The earliest bucket version that may stay is ${bucketVersion} at most, the current one.`;
    problems.push({ pointer: '/sticky/minBucketVersion', rule: 'min_bucket_version_range', detail });
  }
  if (fallback === unit) {
    const detail = `The experiment is about a ${unit} already; before it somebody was known by something else.`;
    problems.push({ pointer: '/sticky/fallback', rule: 'fallback_is_another_unit', detail });
  }
  if (fallback !== undefined && layer !== undefined) {
    const detail = `A layer divides one type of unit; who is known as a ${fallback} has no part of it.`;
    problems.push({ pointer: '/sticky/fallback', rule: 'no_layer_with_fallback', detail });
  }
  return problems;
}

function problemsOfVariants(variants: readonly VariantDefinition[]): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  if (variants.length < FEWEST_VARIANTS || variants.length > MOST_VARIANTS) {
    const detail = `An experiment has ${FEWEST_VARIANTS} to ${MOST_VARIANTS} variants, not ${variants.length}.`;
    problems.push({ pointer: '/variants', rule: 'variant_count', detail });
  }
  const seen = new Set<string>();
  variants.forEach(({ key, weight }, index) => {
    const pointer = `/variants/${index}`;
    if (key === '') {
      problems.push({ pointer: `${pointer}/key`, rule: 'not_empty', detail: 'A variant needs a key.' });
    } else if (seen.has(key)) {
      const detail = `The variant ${JSON.stringify(key)} is there twice.`;
      problems.push({ pointer: `${pointer}/key`, rule: 'unique_variant_keys', detail });
    }
    seen.add(key);
    if (!isShare(weight)) {
      const detail = `A weight must lie between 0 and 1, not ${weight}.`;
      problems.push({ pointer: `${pointer}/weight`, rule: 'weight_range', detail });
    }
  });
  if (!addUpToOne(variants.map(({ weight }) => weight))) {
    const sum = variants.reduce((total, { weight }) => total + weight, 0);
    const detail = `The weights must add up to 1, not ${sum}.`;
    problems.push({ pointer: '/variants', rule: 'weights_sum_to_one', detail });
  }
  return problems;
}
