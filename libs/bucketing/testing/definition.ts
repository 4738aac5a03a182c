import type { ExperimentDefinition } from '../src/experiment/definition.js';

/** A running experiment with two even variants, changed as a spec needs it. */
export const definition = (change: Partial<ExperimentDefinition> = {}): ExperimentDefinition => ({
  key: 'checkout',
  unit: 'backer',
  state: 'running',
  salt: 'checkout-salt',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  coverage: 1,
  baseline: 'control',
  version: 1,
  ...change,
});
