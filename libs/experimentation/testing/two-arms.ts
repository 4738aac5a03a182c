import type { NewExperiment } from '#libs/contracts';

/** What somebody asks for: halves `a`, the baseline, and `b` of all visitors. */
export const twoArms = {
  key: 'x',
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: [
    { key: 'a', weight: 0.5 },
    { key: 'b', weight: 0.5 },
  ],
  baseline: 'a',
  coverage: 1,
} satisfies Partial<NewExperiment>;
