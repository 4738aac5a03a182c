import type { FlagContent, FlagRule } from '#libs/contracts';
import type { FieldProblem } from '#libs/errors';
import { coverageProblems } from './field-problems.js';
import type { PublishedFlag } from './flag.js';

type Rollout = Extract<FlagRule, { kind: 'rollout' }>;

/** Flags as they are at a moment, and between which two steps of all ramps that is; times in milliseconds since 1970. */
export interface RampedFlags {
  readonly flags: readonly PublishedFlag[];
  /** The last step before the moment; -Infinity without one. */
  readonly since: number;
  /** From here on the shares are others; Infinity where there is no step to come. */
  readonly until: number;
}

/**
 * What rollouts give at a moment: the share of the last step that is past, or what the rule begins with. Units are in by
 * their hash, so that a growing share keeps who is in.
 */
export function rampedAt(flags: readonly PublishedFlag[], now: number): RampedFlags {
  let [since, until] = [-Infinity, Infinity];
  const ramped = flags.map((flag) => {
    const steps = flag.content.archived ? [] : flag.content.rules.flatMap(timesOf);
    if (steps.length === 0) return flag;
    for (const at of steps) {
      if (at <= now) since = Math.max(since, at);
      else until = Math.min(until, at);
    }
    return { ...flag, content: { ...flag.content, rules: flag.content.rules.map((rule) => ruleAt(rule, now)) } };
  });
  return { flags: ramped, since, until };
}

function ruleAt(rule: FlagRule, now: number): FlagRule {
  if (rule.kind !== 'rollout' || rule.ramp === undefined) return rule;
  const step = rule.ramp.findLast(({ at }) => Date.parse(at) <= now);
  return step === undefined ? rule : { ...rule, coverage: step.coverage };
}

const timesOf = (rule: FlagRule): number[] =>
  rule.kind === 'rollout' ? (rule.ramp ?? []).map(({ at }) => Date.parse(at)) : [];

/** Steps come one after the other, each with a share. */
export function rampProblems({ ramp = [] }: Rollout, pointer: string): FieldProblem[] {
  return ramp.flatMap(({ at, coverage }, index): FieldProblem[] => {
    const before = ramp[index - 1];
    const late = before !== undefined && Date.parse(at) <= Date.parse(before.at);
    return [
      ...(late
        ? [{ pointer: `${pointer}/${index}/at`, rule: 'ramp_order', detail: `must come after ${before.at}` }]
        : []),
      ...coverageProblems(coverage, `${pointer}/${index}/coverage`),
    ];
  });
}

/** New steps lie ahead: one that is past would be taken at once. Those that are answered by already may be. */
export function pastSteps(content: FlagContent, published: FlagContent | null, now: number): FieldProblem[] {
  const known = new Set((published?.rules ?? []).flatMap((rule) => timesOf(rule).map((at) => `${rule.id} ${at}`)));
  return content.rules.flatMap((rule, place) =>
    timesOf(rule).flatMap((at, index) =>
      at > now || known.has(`${rule.id} ${at}`)
        ? []
        : [
            {
              pointer: `/rules/${place}/ramp/${index}/at`,
              rule: 'in_the_future',
              detail: `${new Date(at).toISOString()} is past`,
            },
          ],
    ),
  );
}
