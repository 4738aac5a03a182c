import { addUpToOne, isShare, validateCondition, type KnownNames } from '#libs/bucketing';
import type { FlagRule, FlagType } from '#libs/contracts';
import type { FieldProblem } from '#libs/errors';
import { valueProblems, within } from './field-problems.js';

type BanditRule = Extract<FlagRule, { kind: 'bandit' }>;

/** What could not work about the variants of a bandit, or about the weights of one of its contexts. */
export function banditProblems(
  type: FlagType,
  { variants, contexts }: BanditRule,
  pointer: string,
  known: KnownNames,
): FieldProblem[] {
  const keys = variants.map(({ key }) => key);
  const weights = variants.map(({ weight }) => weight);
  return [
    ...(keys.length < 2 ? [problem(`${pointer}/variants`, 'variant_count', 'a bandit chooses among two or more')] : []),
    ...keys.flatMap((key, index) =>
      keys.indexOf(key) === index
        ? []
        : [problem(`${pointer}/variants/${index}/key`, 'unique_variant_keys', `the variant ${key} is there twice`)],
    ),
    ...variants.flatMap(({ value }, index) => valueProblems(type, value, `${pointer}/variants/${index}/value`)),
    ...weightProblems(weights, keys.length, `${pointer}/variants`),
    ...contexts.flatMap((context, index) => {
      const place = `${pointer}/contexts/${index}`;
      return [
        ...within(`${place}/condition`, validateCondition(context.condition, known)),
        ...weightProblems(context.weights, keys.length, `${place}/weights`),
      ];
    }),
  ];
}

function weightProblems(weights: readonly number[], variants: number, pointer: string): FieldProblem[] {
  if (weights.length !== variants)
    return [problem(pointer, 'weight_for_each_variant', `${variants} variants need as many weights`)];
  return weights.every(isShare) && addUpToOne(weights)
    ? []
    : [problem(pointer, 'weights_sum_to_one', 'weights lie between 0 and 1 and add up to 1')];
}

const problem = (pointer: string, rule: string, detail: string): FieldProblem => ({ pointer, rule, detail });
