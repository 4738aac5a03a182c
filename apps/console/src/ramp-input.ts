import type { FlagRule } from '#libs/contracts';
import { ApiError } from './http.js';
import { localInput, timeOfInput } from './local-input.js';

type Rollout = Extract<FlagRule, { kind: 'rollout' }>;
export type Ramp = NonNullable<Rollout['ramp']>;

/** A step as a form has it. */
export interface StepTexts {
  /** Of a `datetime-local` input. */
  readonly at: string;
  /** In percent. */
  readonly share: string;
}

export const noStep: StepTexts = { at: '', share: '' };

/** Shares are numbers of eight digits: a sum of floating-point dust is none. */
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The steps of a ramp, and one more to be filled in. */
export const stepsOf = (ramp: Ramp): readonly StepTexts[] => [
  ...ramp.map(({ at, coverage }) => ({ at: localInput(at), share: String(rounded(coverage * 100, 6)) })),
  noStep,
];

/** Which steps of a form are steps of the ramp, in their order: those with a time. */
export const filledIn = (steps: readonly StepTexts[]): readonly number[] =>
  steps.flatMap(({ at }, index) => (at === '' ? [] : [index]));

/**
 * The steps that a form says. A step without a time is none.
 * @param before what the form began with
 * @param pointer of the ramp in what is sent
 * @throws ApiError for a time without a share
 */
export function rampOf(steps: readonly StepTexts[], before: Ramp, pointer: string): Ramp {
  const filled = filledIn(steps).map((index) => ({ ...(steps[index] ?? noStep), before: before[index]?.at ?? null }));
  const problems = filled.flatMap(({ share }, index) =>
    share === ''
      ? [{ pointer: `${pointer}/${index}/coverage`, rule: 'required', detail: 'There is a time and no share.' }]
      : [],
  );
  if (problems.length > 0)
    throw new ApiError({ title: 'No share', status: 400, detail: 'A step has a time and no share.', problems });
  return filled.flatMap((step) => {
    const at = timeOfInput(step.at, step.before);
    return at === null ? [] : [{ at, coverage: rounded(Number(step.share) / 100, 8) }];
  });
}

export const isSameRamp = (one: Ramp, other: Ramp): boolean =>
  one.length === other.length &&
  one.every(({ at, coverage }, index) => at === other[index]?.at && coverage === other[index]?.coverage);

/** What a rollout gives at a time (ms): the share of the last step that is past, and the step that comes next. */
export function shareAt({ coverage, ramp = [] }: Rollout, now: number): { share: number; next: Ramp[number] | null } {
  const coming = ramp.findIndex(({ at }) => Date.parse(at) > now);
  const past = coming === -1 ? ramp : ramp.slice(0, coming);
  return { share: past.at(-1)?.coverage ?? coverage, next: ramp[coming] ?? null };
}
