import { agreementStudies } from './agreement.js';
import { adjustedCoverage } from './coverage-adjusted.js';
import { familyCoverage } from './coverage-families.js';
import { lookCoverage } from './coverage-looks.js';
import { meanCoverage } from './coverage-means.js';
import { quantileCoverage } from './coverage-quantiles.js';
import { falsePositiveStudies } from './false-positives.js';
import { powerStudies } from './power.js';
import { sampleRatioStudies } from './sample-ratio.js';
import type { Study } from './study.js';

/** The parts of the certificate that judge `libs/stats`. */
const studies = {
  'false positives': falsePositiveStudies,
  coverage: [...meanCoverage, ...adjustedCoverage, ...quantileCoverage, ...familyCoverage, ...lookCoverage],
  power: powerStudies,
  'sample ratio': sampleRatioStudies,
  agreement: agreementStudies,
} satisfies Record<string, readonly Study[]>;

export type PartName = keyof typeof studies;

export const studiesOf = (part: PartName): readonly Study[] => studies[part];
