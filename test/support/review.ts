import type { Clock, Principal } from '#libs/contracts';
import { DecisionLabels, DecisionService, OutcomeObserver, ReviewRunHandler, ScoringService } from '#libs/trust';
import { pledgeBody, type RiskTest } from './risk.js';

/** A clock that stands until it is moved. */
export interface HandClock extends Clock {
  move(ms: number): void;
}

export function handClock(): HandClock {
  let ahead = 0;
  return { now: () => Date.now() + ahead, move: (ms) => (ahead += ms) };
}

export const reviewer = (id: string, role: 'reviewer' | 'admin' = 'reviewer'): Principal => ({
  kind: 'person',
  id,
  name: `${id}@example.com`,
  role,
  scopes: ['reviews:read', 'reviews:write'],
  live: true,
});

/** One round of what the worker does about cases. */
export function runReview({ database, service }: RiskTest, clock: Clock): Promise<Record<string, number>> {
  const decisions = service.app.get(DecisionService, { strict: false });
  const context = { hold: () => Promise.resolve(), signal: new AbortController().signal };
  const observer = service.app.get(OutcomeObserver, { strict: false });
  const labels = new DecisionLabels(database.database, observer, clock);
  return new ReviewRunHandler(database.database, decisions, labels, clock).run({}, context);
}

/** Scores a pledge as `changes` says. */
export const scored = ({ service }: RiskTest, changes: Readonly<Record<string, unknown>> = {}) =>
  service.app.get(ScoringService, { strict: false }).score(pledgeBody(changes) as never, true);
