import type { ReportKind } from '#libs/contracts';
import type { Report } from './api.js';

interface Words {
  readonly name: string;
  /** What it answers. */
  readonly question: string;
}

export const reportWords: Readonly<Record<ReportKind, Words>> = {
  live_projects: { name: 'Live projects', question: 'How many projects were live each day?' },
  pledges_by_country: { name: 'Pledges by country', question: 'How much was pledged each day, and from where?' },
  paths: { name: 'Paths', question: 'What do people do after an event, and how long does each step take them?' },
  funnel: { name: 'Funnel', question: 'How many go on from each step to the next?' },
  retention: { name: 'Retention', question: 'How many come back in the days or weeks after their first time?' },
  experiment_units: { name: 'Units of an experiment', question: 'Which units move the effect most?' },
};

/** What was asked beside the kind and the days, name by name. */
export const askedOf = ({
  kind: _kind,
  from: _from,
  to: _to,
  ...rest
}: Report['request']): readonly [string, string][] =>
  Object.entries(rest).map(([name, value]) => [name, Array.isArray(value) ? value.join(' → ') : String(value)]);
