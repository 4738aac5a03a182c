import { eventNames, type NewEvent } from '#libs/contracts';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import { foundBy } from '../assessment/found-by.js';

/** `Pledge Assessed`: what the warehouse and the event history know of an answer. */
export function assessedEvent(row: AssessmentRow): NewEvent {
  return {
    source: 'verdict',
    event: eventNames.pledgeAssessed,
    distinct_id: row.backer_id ?? row.pledge_id,
    time: Math.floor(row.as_of / 1_000),
    insert_id: row.id,
    ...(row.ip === null ? {} : { ip: row.ip }),
    properties: {
      pledge_id: row.pledge_id,
      revision: row.revision,
      risk_score: row.risk_score,
      risk_level: row.risk_level,
      disposition: row.disposition,
      base_amount: row.base_amount,
      amount: row.amount,
      currency: row.currency,
      project_id: row.project_id,
      backer_id: row.backer_id,
      ...foundBy(row),
      degraded: row.degraded,
      late: row.late,
      live: row.live,
    },
    live: row.live,
  };
}
