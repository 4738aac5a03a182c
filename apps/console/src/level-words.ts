import type { FactColumnType, FactView, LevelView, MetricReadout } from '#libs/contracts';
import { differenceText } from './readout.js';

/** What the server takes as levels; every warehouse writes these alike. */
const levelTypes: ReadonlySet<FactColumnType> = new Set(['text', 'integer', 'boolean', 'date']);
const ids: ReadonlySet<string> = new Set(['visitor_id', 'backer_id', 'project_id']);

/** Columns of a fact that tell units apart: those first whose values are names, since every amount is a level of its own. */
export const levelColumns = ({ columns }: Pick<FactView, 'columns'>): string[] => {
  const known = (columns ?? []).filter(({ name, type }) => levelTypes.has(type) && !ids.has(name));
  const named = known.filter(({ type }) => type !== 'integer');
  return [...named, ...known.filter((column) => !named.includes(column))].map(({ name }) => name);
};

export function levelText({ kind, level }: Pick<LevelView, 'kind' | 'level'>): string {
  if (kind === 'named') return level ?? '';
  return kind === 'other' ? 'All others' : 'Not known';
}

/** "−0.4 pp to +1.2 pp"; an end that is open is said so. */
export function cellInterval(
  metric: MetricReadout['metric'],
  { lower, upper }: { readonly lower: number | null; readonly upper: number | null },
): string {
  if (lower === null && upper === null) return 'unbounded';
  if (lower === null) return `at most ${differenceText(metric, upper ?? 0)}`;
  if (upper === null) return `at least ${differenceText(metric, lower)}`;
  return `${differenceText(metric, lower)} to ${differenceText(metric, upper)}`;
}
