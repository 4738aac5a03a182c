import type { ReportRequest } from '#libs/contracts';
import type { SlotValues, SqlCatalogue } from '#libs/postgres';
import type { WarehouseValues } from '#libs/warehouse';
import { addDays } from '../derived/days.js';
import { compileFunnel, funnelStatement } from './compile-funnel.js';
import { compilePaths, pathStatement } from './compile-paths.js';

/** A report as a statement of `sql/warehouse`. */
export interface ReportQuery {
  readonly statement: string;
  readonly values: WarehouseValues;
  readonly slots?: SlotValues;
  readonly columns: readonly string[];
}

/** Between the names of a funnel's steps: no name of a report has a control character. */
const unitSeparator = '\u001F';

/** @param knownUntil up to when the warehouse knows what happened */
export function reportQuery(catalogue: SqlCatalogue, report: ReportRequest, knownUntil: Date): ReportQuery {
  const range = { from_time: startOf(report.from), until_time: startOf(addDays(report.to, 1)) };
  switch (report.kind) {
    case 'live_projects':
      return {
        statement: 'live_project/summarise_days',
        values: { from_day: report.from, until_day: addDays(report.to, 1), breakdown: report.by },
        columns: ['day', 'value', 'projects'],
      };
    case 'pledges_by_country':
      return {
        statement: 'pledge_country/list_days',
        values: { from_day: report.from, until_day: addDays(report.to, 1) },
        columns: ['day', 'country', 'pledges', 'backers', 'base_amount', 'collected_pledges', 'collected'],
      };
    case 'paths':
      return {
        statement: pathStatement,
        values: {
          ...range,
          start_name: report.event,
          gap_minutes: report.gap_minutes,
          row_limit: report.rows,
        },
        slots: compilePaths(catalogue, report.steps),
        columns: [...each(report.steps, 'step'), 'paths', 'share', ...waits(report.steps)],
      };
    case 'funnel':
      return {
        statement: funnelStatement,
        values: {
          ...range,
          step_names: report.steps.join(unitSeparator),
          window_minutes: report.window_minutes,
          unit: report.unit,
          property: report.property ?? null,
          value_limit: report.values,
        },
        slots: compileFunnel(catalogue, report.steps.length),
        columns: ['value', 'step', 'name', 'units', 'share', 'median_seconds', 'ninth_decile_seconds'],
      };
    case 'retention':
      return {
        statement: 'retention/summarise_cohorts',
        values: {
          ...range,
          cohort_name: report.event,
          return_name: report.return_event ?? null,
          period_days: report.period === 'week' ? 7 : 1,
          periods: report.periods,
          time_zone: report.time_zone,
          unit: report.unit,
          known_until: knownUntil,
        },
        columns: ['cohort', 'period', 'units', 'returned', 'share', 'whole'],
      };
    case 'experiment_units':
      return {
        statement: 'experiment/list_influence',
        values: {
          experiment: report.experiment,
          metric: report.metric,
          reading: report.reading,
          from_day: report.from,
          until_day: addDays(report.to, 1),
          sequence: report.order,
          row_limit: report.rows,
        },
        columns: ['unit', 'variant', 'exposed_at', 'value', 'denominator', 'influence'],
      };
  }
}

const startOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

const each = (steps: number, name: string): string[] =>
  Array.from({ length: steps }, (_, index) => `${name}_${index + 1}`);

const waits = (steps: number): string[] => {
  const ninth = each(steps, 'ninth_decile_seconds');
  return each(steps, 'median_seconds').flatMap((name, index) => [name, ninth[index] ?? '']);
};
