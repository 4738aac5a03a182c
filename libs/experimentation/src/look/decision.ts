import type { DecisionView, GuardrailView, LookComparison } from '#libs/contracts';

/** What the rule goes by. */
export interface Judged {
  /** Why no number can be trusted, if none can. */
  readonly broken: string | null;
  readonly treatments: readonly string[];
  /** By treatment: what the looks have said of it last. */
  readonly comparisons: readonly LookComparison[];
  readonly guardrails: readonly GuardrailView[];
  /** Every window is closed: nothing is to come. */
  readonly ended: boolean;
}

/**
 * The rule that is fixed at the start. A treatment is shipped when it won on the primary metric and is shown to keep every
 * guardrail; it is not when it lost, when no difference was found at the end of the plan, or when it broke a guardrail or
 * could not be shown to keep it when all windows were closed, nor when all has ended without a verdict. Of several winners the one with the larger effect is shipped.
 */
export function decisionOf(judged: Judged): DecisionView {
  const { broken, treatments, comparisons } = judged;
  if (broken !== null) return { kind: 'broken', variant: null, why: broken };
  const each = treatments.map((variant) => ({ variant, ...judgementOf(variant, judged) }));
  const winners = each.filter(({ kind }) => kind === 'ship');
  const waiting = each.filter(({ kind }) => kind === 'keep_running');
  const sizeOf = (variant: string): number => {
    const found = comparisons.find((one) => one.variant === variant);
    return Math.abs(found?.median_unbiased ?? found?.estimate ?? 0);
  };
  const [best] = winners.toSorted((one, other) => sizeOf(other.variant) - sizeOf(one.variant));
  if (best !== undefined && waiting.length === 0) return { kind: 'ship', variant: best.variant, why: sentences(each) };
  const kind = waiting.length > 0 ? 'keep_running' : 'do_not_ship';
  return { kind, variant: null, why: sentences(each) };
}

interface Judgement {
  readonly kind: 'ship' | 'do_not_ship' | 'keep_running';
  readonly why: string;
}

function judgementOf(variant: string, { comparisons, guardrails, ended }: Judged): Judgement {
  const own = guardrails.filter((one) => one.variant === variant);
  const named = (verdict: GuardrailView['verdict'], from = own): string =>
    from
      .filter((one) => one.verdict === verdict)
      .map(({ metric }) => metric)
      .join(', ');
  const loses = named('broken');
  if (loses !== '') return { kind: 'do_not_ship', why: `it loses more than the margin of ${loses}` };
  const verdict = comparisons.find((one) => one.variant === variant)?.verdict ?? null;
  if (verdict === null && ended)
    return { kind: 'do_not_ship', why: 'the plan has ended, and there was too little to give a verdict on it' };
  if (verdict === null) return { kind: 'keep_running', why: 'the plan has no verdict on it yet' };
  if (verdict === 'worse') return { kind: 'do_not_ship', why: 'it is worse on the primary metric' };
  if (verdict === 'no_difference_found')
    return { kind: 'do_not_ship', why: 'the plan has ended and found no difference on the primary metric' };
  const unshown = named(
    'undecided',
    own.filter(({ final }) => final),
  );
  if (unshown !== '')
    return { kind: 'do_not_ship', why: `it is better, and was not shown to stay within the margin of ${unshown}` };
  const open = named('undecided');
  if (open !== '')
    return { kind: 'keep_running', why: `it is better; whether it stays within the margin of ${open} is open` };
  const held = own.length === 0 ? '' : ' and within the margin of every guardrail';
  return { kind: 'ship', why: `it is better on the primary metric${held}` };
}

const sentences = (each: readonly (Judgement & { readonly variant: string })[]): string =>
  each.map(({ variant, why }) => `${variant}: ${why}.`).join(' ');
