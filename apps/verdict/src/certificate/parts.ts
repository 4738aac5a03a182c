import type { CertificatePart } from '#libs/contracts';
import { statisticsParts } from '#libs/simulation';
import { backtest } from './risk/backtest-part.js';
import { badInput } from './risk/bad-input-part.js';
import { scoringEquality, velocityEquality } from './risk/equality-part.js';
import { faultsOfRedis } from './risk/faults-part.js';
import { latency } from './risk/latency-part.js';
import { model } from './risk/model-part.js';

/** All that the certificate answers, in the order of the report. A new part joins here. */
export const certificateParts: readonly CertificatePart[] = [
  ...statisticsParts,
  scoringEquality,
  velocityEquality,
  faultsOfRedis,
  badInput,
  model,
  backtest,
  latency,
];
