import { z } from 'zod';
import { metricKeySchema } from '../metric/fact.js';
import type { InsufficientDataView, IntervalView } from './effect.js';
import { unitTypes, type ExperimentState } from './experiment.js';

export const portfolioQuerySchema = z.strictObject({
  metric: metricKeySchema.meta({ description: 'the metric whose effects are compared' }),
  unit: z.enum(unitTypes).default('visitor').meta({ description: 'what the experiments randomise' }),
});

export type PortfolioQuery = z.infer<typeof portfolioQuerySchema>;

/** One treatment of one experiment: as it was measured, and as it is believed once the others are known. */
export interface PortfolioEffect {
  readonly experiment: string;
  readonly state: ExperimentState;
  readonly variant: string;
  /** Units with closed windows, treatment and baseline together. */
  readonly units: number;
  /** As a lift: 0.07 is seven percent more. */
  readonly measured: number;
  readonly standard_error: number;
  readonly believed: number;
  /** Credible, also after the best was picked. */
  readonly interval: IntervalView;
  /** By which share of its distance it is drawn to the mean of all. */
  readonly shrinkage: number;
}

/** Effects of all experiments on one metric, with the winner's curse taken out. */
export interface Portfolio {
  readonly kind: 'portfolio';
  readonly method: string;
  readonly metric: string;
  readonly unit: string;
  readonly alpha: number;
  /** The mean of the effects that such experiments have, and their spread, as lifts. */
  readonly common: { readonly estimate: number; readonly standard_deviation: number };
  readonly spread: number;
  /** What is believed largest first. */
  readonly effects: readonly PortfolioEffect[];
  readonly left_out: readonly PortfolioGap[];
}

/** What is not among them, and why. */
export interface PortfolioGap {
  readonly experiment: string;
  readonly why: string;
}

/** Too few effects to say what effects are like. */
export interface NoPortfolio extends InsufficientDataView {
  readonly left_out: readonly PortfolioGap[];
}
