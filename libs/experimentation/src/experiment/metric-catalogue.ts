import type { MetricKey, MetricView } from '#libs/contracts';

/** A metric: a fact of the warehouse, summed per unit over a window after the unit's first exposure. */
export interface Metric extends MetricView {
  /** The statement below sql/warehouse that lists the fact: backer, project, time, settled_at, value. */
  readonly fact: string;
}

const pledgeDays = 7;
/** The longest project: a pledge is collected at its project's deadline. */
const longestProjectDays = 60;

/** The ready-made metrics. Windows have one length for all units: one that ended with the unit's project would select by outcome. */
export const metricCatalogue: Readonly<Record<MetricKey, Metric>> = {
  pledge_conversion: {
    key: 'pledge_conversion',
    name: 'Pledge conversion',
    description: 'Share of units that make at least one pledge within 7 days of their first exposure.',
    kind: 'proportion',
    direction: 'increase',
    act_days: pledgeDays,
    window_days: pledgeDays,
    fact: 'metric/list_pledges',
  },
  pledged_per_visitor: {
    key: 'pledged_per_visitor',
    name: 'Pledged per unit',
    description: 'Amount pledged within 7 days of the first exposure, per unit, in the company’s currency.',
    kind: 'mean',
    direction: 'increase',
    act_days: pledgeDays,
    window_days: pledgeDays,
    fact: 'metric/list_amounts_pledged',
  },
  collected_per_visitor: {
    key: 'collected_per_visitor',
    name: 'Collected per unit',
    description:
      'Amount charged within 67 days of the first exposure for pledges of its first 7 days, per unit, in the company’s currency.',
    kind: 'mean',
    direction: 'increase',
    act_days: pledgeDays,
    window_days: pledgeDays + longestProjectDays,
    fact: 'metric/list_amounts_collected',
  },
};

/** What people and programs see of a metric. */
export function metricView({ fact: _, ...view }: Metric): MetricView {
  return view;
}
