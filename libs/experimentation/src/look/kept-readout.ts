import type { MetricReadout, Readout } from '#libs/contracts';

/** What came after the first looks, whose documents are never written anew. */
type Younger = 'sample_ratio_over_time' | 'balance';
type YoungerOfMetric = 'adjusted' | 'capping' | 'approximation';
type KeptMetric = Omit<MetricReadout, YoungerOfMetric> & Partial<Pick<MetricReadout, YoungerOfMetric>>;
type KeptUnits = Omit<Readout['units'], 'left_out'> & Partial<Pick<Readout['units'], 'left_out'>>;

/** The document of a readout as some version of the product kept it with a look. */
export type KeptReadout = Omit<Readout, Younger | 'units' | 'metrics'> &
  Partial<Pick<Readout, Younger>> & { readonly units: KeptUnits; readonly metrics: readonly KeptMetric[] };

/** What was kept, in the shape of now: of what was not looked at then there is nothing. */
export function readoutOfKept({ units, metrics, ...kept }: KeptReadout): Readout {
  return {
    ...kept,
    units: { ...units, left_out: units.left_out ?? [] },
    sample_ratio_over_time: kept.sample_ratio_over_time ?? null,
    balance: kept.balance ?? null,
    metrics: metrics.map((metric) => ({
      ...metric,
      adjusted: metric.adjusted ?? null,
      capping: metric.capping ?? null,
      approximation: metric.approximation ?? null,
    })),
  };
}
