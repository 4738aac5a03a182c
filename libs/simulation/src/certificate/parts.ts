import type { CertificatePart } from '#libs/contracts';
import { simulate } from './simulate.js';
import type { PartName } from './studies.js';

const part = (name: PartName, question: string): CertificatePart => ({
  name,
  question,
  run: (options) => simulate(name, options),
});

/** The questions to `libs/stats`, answered by simulation. */
export const statisticsParts: readonly CertificatePart[] = [
  part('false positives', 'How often is an effect found at any look where there is none, in an A/A test?'),
  part('coverage', 'Do intervals hold the truth as often as they say?'),
  part('power', 'How many of the effects that the fixed test finds do looks still find?'),
  part('sample ratio', 'Is a broken split found, and is one that holds left alone, when somebody looks every hour?'),
  part('agreement', 'Do absolute and relative verdicts, p-values and intervals ever contradict each other?'),
];
