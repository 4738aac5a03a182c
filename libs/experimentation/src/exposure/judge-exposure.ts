import { createHash } from 'node:crypto';
import { isObject } from '#libs/bucketing';
import { eventNames, exposureSchema, type Exposure } from '#libs/contracts';
import { escapePart, isStorable } from '#libs/errors';
import { judgeEvent, type EventRules, type PreparedEvent, type Refusal } from '#libs/events';
import type { Standing } from './exposure-standing.js';

type Verdict = { readonly prepared: PreparedEvent; readonly exposure: Exposure } | { readonly refusal: Refusal };

/** Where the event's fields come from in an exposure. */
const fieldsOfEvent: Readonly<Record<string, string>> = {
  '/distinct_id': '/unit/id',
  '/properties/Experiment name': '/experiment',
  '/properties/Variant name': '/variant',
};

/** A colon is in the names of bandits, `flag:rule`, and in no experiment's. */
const noReadout = 'a bandit’s rule and no experiment: it has no readout, and its exposures are not kept';

/** One exposure of a batch, as the event that it becomes; or the first rule that it breaks. */
export function judgeExposure(value: unknown, rules: EventRules, standing: (exposure: Exposure) => Standing): Verdict {
  const parsed = exposureSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    if (isObject(value) && String(value['experiment']).includes(':')) return refuse('/experiment', 'bandit', noReadout);
    const unknown = issue?.code === 'unrecognized_keys';
    const field = pointerTo([...(issue?.path ?? []), ...(unknown ? issue.keys.slice(0, 1) : [])]);
    if (unknown) return refuse(field, 'unknown_field', 'no such field here');
    return refuse(field, issue?.code ?? 'invalid', issue?.message ?? 'not an exposure');
  }
  const { experiment, variant, unit } = parsed.data;
  const found = standing(parsed.data);
  if (found === 'unknown_experiment') return refuse('/experiment', found, `no experiment ${experiment}`);
  if (found === 'unknown_variant') return refuse('/variant', found, `${experiment} has no variant ${variant}`);
  if (found === 'wrong_unit') return refuse('/unit/type', found, `${experiment} is not about a ${unit.type}`);
  const marks = {
    ...(found === 'counts' && parsed.data.in_analysis !== false ? {} : { in_analysis: false }),
    ...(found === 'forced' ? { left_out: found } : {}),
  };
  const verdict = judgeEvent(eventOf(parsed.data, marks, rules.now), rules);
  if ('prepared' in verdict) return { prepared: verdict.prepared, exposure: parsed.data };
  const { field, rule, detail } = verdict.refusal;
  return refuse(fieldsOfEvent[field] ?? field, rule, detail);
}

/** What does not count is kept all the same, and marked. */
const eventOf = ({ experiment, variant, unit, time, insert_id }: Exposure, marks: object, now: number) => ({
  event: eventNames.exposure,
  distinct_id: unit.id,
  time: time ?? now,
  insert_id: insert_id ?? exposureInsertId(experiment, unit),
  properties: {
    'Experiment name': experiment,
    'Variant name': variant,
    unit_type: unit.type,
    ...marks,
  },
});

/** The same for all exposures of a unit to an experiment, so that a request that is sent again counts once. */
export const exposureInsertId = (experiment: string, unit: Exposure['unit']): string =>
  createHash('sha256')
    .update(JSON.stringify([experiment, unit.type, unit.id]))
    .digest('hex')
    .slice(0, 32);

/** A name that may not be stored is not repeated. */
const pointerTo = (path: readonly PropertyKey[]): string =>
  path
    .map(String)
    .filter(isStorable)
    .map((part) => `/${escapePart(part.slice(0, 64))}`)
    .join('');

const refuse = (field: string, rule: string, detail: string): Verdict => ({ refusal: { field, rule, detail } });
