/** The metrics that every experiment can choose from. Others come when analysts write their own. */
export const metricKeys = ['pledge_conversion', 'pledged_per_visitor', 'collected_per_visitor'] as const;

export type MetricKey = (typeof metricKeys)[number];

/** What a metric measures, in words for people and numbers for programs. */
export interface MetricView {
  readonly key: MetricKey;
  readonly name: string;
  readonly description: string;
  /** `proportion`: the share of units; `mean`: an amount per unit, in minor units of the company's currency. */
  readonly kind: 'proportion' | 'mean';
  readonly direction: 'increase' | 'decrease';
  /** Days after the exposure in which a unit can act (make a pledge). */
  readonly act_days: number;
  /** Days after the exposure until the unit's value is final. One length for all units, whatever they did. */
  readonly window_days: number;
}
