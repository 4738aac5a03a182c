import type { AssessmentRow } from '../assessment/assessment-row.js';
import type { KeptEvidence } from '../assessment/evidence.js';
import type { Configuration } from '../configuration/configuration.js';
import type { DecisionInputs } from '../score/decide.js';
import { magicOf } from '../score/magic.js';

type Judged = Omit<AssessmentRow, 'evidence'>;

export const isDegraded = ({ degraded }: Pick<AssessmentRow, 'degraded'>): boolean => degraded.includes('velocity');

/** What the decision of a stored answer was made of. */
export const decisionInputsOf = (
  row: Judged,
  evidence: KeptEvidence,
  configuration: Configuration,
): DecisionInputs => ({
  features: knownOf(row.features),
  configuration,
  lists: evidence.lists,
  snoozed: evidence.snoozed ?? [],
  isDegraded: isDegraded(row),
  isLate: row.late,
  forcedScore: magicOf(row.pledge_id, row.live).forcedScore,
  askedAtMs: evidence.asked_at,
});

const knownOf = (features: AssessmentRow['features']) =>
  Object.fromEntries(Object.entries(features).map(([name, value]) => [name, value ?? undefined]));
