import { defaultPolicy } from '#libs/scoring';
import type { ConfigurationRows } from './configuration.js';

const { thresholds } = defaultPolicy;

/** What a process scores by that has never heard of any configuration. */
export const defaultConfiguration: ConfigurationRows = {
  version: 0,
  policy: {
    version: 0,
    review_at: thresholds.review,
    reject_at: thresholds.reject,
    elevated_at: thresholds.elevated,
    highest_at: thresholds.highest,
    override: null,
  },
  rules: [],
  customInputs: [],
  rates: [],
  distributions: null,
};
