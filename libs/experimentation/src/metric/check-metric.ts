import type { FactColumn, MetricDefinition, MetricFilter, MetricOver } from '#libs/contracts';
import type { FieldProblem } from '#libs/errors';
import { checkFilter } from './check-filter.js';
import { isAddable } from './fact-columns.js';

/** What somebody wrote of a metric, or what a version of it says with a change. */
export interface WrittenMetric extends Omit<
  MetricDefinition,
  'act_days' | 'window_days' | 'numerator' | 'denominator'
> {
  readonly act_days?: number | undefined;
  readonly window_days?: number | undefined;
  readonly numerator: WrittenOver;
  readonly denominator: WrittenOver | null;
}

interface WrittenOver {
  readonly fact: string;
  readonly value?: string | null | undefined;
  readonly filters: readonly MetricFilter[];
}

/** The columns of the facts that a metric may name, as their checks found them; undefined: not to be used, and why. */
export type FactColumns = (fact: string) => { readonly columns: readonly FactColumn[] } | { readonly refused: string };

interface Checked {
  readonly definition: MetricDefinition;
  readonly problems: readonly FieldProblem[];
}

/** A metric with nothing left open, and each field that breaks a rule. */
export function checkMetric(written: WrittenMetric, columnsOf: FactColumns): Checked {
  const problems: FieldProblem[] = [];
  const refuse = (pointer: string, rule: string, detail: string): void => void problems.push({ pointer, rule, detail });
  const { kind, retention, readings } = written;
  checkParts(written, refuse);
  const actDays = written.act_days ?? retention?.to_day ?? written.window_days ?? defaultDays;
  const windowDays = written.window_days ?? actDays;
  if (windowDays < actDays) refuse('/window_days', 'at_least_act_days', `it is final after acting, in ${actDays} days`);
  if (retention !== null && retention.from_day >= retention.to_day)
    refuse('/retention/to_day', 'after_from_day', `it is after from_day, ${retention.from_day}`);
  if (retention !== null && actDays !== retention.to_day)
    refuse('/act_days', 'of_retention', `a retention acts until to_day, ${retention.to_day}; leave it out`);
  const numerator = overOf('/numerator', written.numerator, { kind, readings, columnsOf, refuse });
  const { denominator: asked } = written;
  const denominator =
    asked === null || kind !== 'ratio' ? null : overOf('/denominator', asked, { kind, readings, columnsOf, refuse });
  return {
    definition: { ...written, act_days: actDays, window_days: windowDays, numerator, denominator },
    problems,
  };
}

const defaultDays = 7;

type Refuse = (pointer: string, rule: string, detail: string) => void;

/** Which kind of metric has which part. */
function checkParts({ kind, denominator, quantile, retention, cap }: WrittenMetric, refuse: Refuse): void {
  const parts = { denominator, quantile, retention };
  const owners = { denominator: 'ratio', quantile: 'quantile', retention: 'retention' } as const;
  for (const name of ['denominator', 'quantile', 'retention'] as const) {
    const owner = owners[name];
    if (kind === owner && parts[name] === null) refuse(`/${name}`, 'required', `a ${kind} has one`);
    if (kind !== owner && parts[name] !== null) refuse(`/${name}`, 'of_another_kind', `only a ${owner} has one`);
  }
  if (cap !== null && kind !== 'mean' && kind !== 'ratio')
    refuse('/cap', 'of_another_kind', 'only a mean or a ratio is capped');
}

interface Looking {
  readonly kind: MetricDefinition['kind'];
  readonly readings: MetricDefinition['readings'];
  readonly columnsOf: FactColumns;
  readonly refuse: Refuse;
}

function overOf(
  pointer: string,
  { fact, value, filters }: WrittenOver,
  { kind, readings, columnsOf, refuse }: Looking,
): MetricOver {
  const found = columnsOf(fact);
  if ('refused' in found) {
    refuse(`${pointer}/fact`, 'fact', found.refused);
    return { fact, value: value ?? null, filters };
  }
  const { columns } = found;
  const column = (name: string): FactColumn | undefined => columns.find((one) => one.name === name);
  const asks = kind === 'proportion' || kind === 'retention';
  if (asks && value != null) refuse(`${pointer}/value`, 'of_another_kind', `a ${kind} asks whether there is a row`);
  const chosen = asks ? null : value === undefined ? (column('value')?.name ?? null) : value;
  if (chosen !== null && !asks) {
    const known = column(chosen);
    if (known === undefined)
      refuse(`${pointer}/value`, 'unknown', `${fact} has no column ${chosen}; it has ${namesOf(columns)}`);
    else if (!isAddable(known))
      refuse(`${pointer}/value`, 'type', `${chosen} is ${known.type}: whole numbers and decimals are added up exactly`);
  }
  for (const [index, filter] of filters.entries()) {
    const problem = checkFilter(filter, column(filter.column));
    if (problem !== undefined) refuse(`${pointer}/filters/${index}/${problem.field}`, problem.rule, problem.detail);
  }
  const needed = { normal_risk: 'risk_level', net_of_fraud: 'fraud_at' } as const;
  for (const [index, reading] of readings.entries())
    if (reading !== 'all' && column(needed[reading]) === undefined)
      refuse(`/readings/${index}`, 'column', `${reading} needs ${needed[reading]}, which ${fact} does not have`);
  return { fact, value: chosen, filters };
}

const namesOf = (columns: readonly FactColumn[]): string => columns.map(({ name }) => name).join(', ');
