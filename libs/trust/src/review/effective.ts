import type { DecisionAction, DispositionAction } from '#libs/contracts';
import type { DecisionPledgeRow } from './decision-reader.js';

/** What holds of a pledge after a decision on it. */
export const effectOf: Readonly<Record<DecisionAction, DispositionAction>> = {
  release: 'accept',
  hold: 'manual_review',
  cancel: 'reject',
};

/** What a pledge is held by, as a decision finds it. */
export interface HeldPledge {
  readonly id: string;
  readonly pledge_id: string;
  readonly disposition: DispositionAction;
  readonly created_at: Date;
  readonly effective_action: DispositionAction;
  readonly effective_by: 'assessment' | 'reviewer' | 'policy';
  readonly effective_at: Date;
  readonly decision_id: string | null;
}

/** What holds of a pledge from now on. */
export interface NewEffect {
  readonly pledge: HeldPledge;
  readonly action: DispositionAction;
  readonly by: 'assessment' | 'reviewer' | 'policy';
  readonly at: Date;
  readonly decisionId: string | null;
}

/** What held before a decision: of an assessment the one that is the latest now; of an earlier decision what it said. */
export const restored = (pledge: HeldPledge, before: DecisionPledgeRow): NewEffect =>
  before.before_by === 'assessment'
    ? { pledge, action: pledge.disposition, by: 'assessment', at: pledge.created_at, decisionId: null }
    : {
        pledge,
        action: before.before_action,
        by: before.before_by,
        at: before.before_at,
        decisionId: before.before_decision,
      };
