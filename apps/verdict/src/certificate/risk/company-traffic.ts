import type { OutcomeBody, ScoreRequest } from '#libs/contracts';
import type { OutcomeRow, PledgeRow, SimulatedCompany } from '#libs/simulation';
import type { Step } from './traffic.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * What the app of a simulated company tells, in the order in which it does: pledges and raised pledges as they are made,
 * some of them hours late, some twice, some cut off in the middle; outcomes when they become known, some of them put right
 * again later.
 */
export function companySteps(company: SimulatedCompany): Step[] {
  const steps: Step[] = [];
  const made = new Map<string, number>();
  let pledges = 0;
  for (const record of company.records()) {
    if (record.kind === 'pledge') {
      const told = pledgeSteps(record.row, pledges++);
      steps.push(...told);
      made.set(record.row.pledge_id, Math.max(...told.map(({ at }) => at)));
    } else if (record.kind === 'outcome') {
      const earliest = made.get(record.row.pledge_id);
      if (earliest !== undefined) steps.push(...outcomeSteps(record.row, earliest));
    }
  }
  return steps.toSorted((one, other) => one.at - other.at);
}

function pledgeSteps(row: PledgeRow, number: number): Step[] {
  const time = Date.parse(row.time);
  const body = bodyOf(row);
  // Beyond 60 s a pledge is late, beyond a day its windows are out of Redis' reach.
  const at = number % 40 === 7 ? time + (number % 3 === 0 ? 20 * hour : 3 * hour) : time;
  const steps: Step[] = [{ kind: 'pledge', at, body }];
  if (number % 50 === 11) steps.push({ kind: 'pledge', at: at + 5_000, body });
  if (number % 60 === 13) steps.push({ kind: 'attempt', at: at + minute, body: retried(body, number) });
  return steps;
}

/** The same person with another card: fifty cards that are tried are fifty, whether their answers were stored or not. */
const retried = (body: ScoreRequest, number: number): ScoreRequest => ({
  ...body,
  // Of some there is nothing but attempts.
  pledge: { ...body.pledge, ...(number % 2 === 0 ? { id: `${body.pledge.id}-retried` } : {}) },
  credit_card: { ...(body.credit_card as object), token: `${body.pledge.id}-card` },
});

/** What the app asks when a pledge is made. */
export const bodyOf = (row: PledgeRow): ScoreRequest => ({
  pledge: {
    id: row.pledge_id,
    project_id: row.project_id,
    backer_id: row.backer_id,
    amount: row.amount,
    currency: row.currency,
    time: row.time,
  },
  account: { user_id: row.backer_id },
  email: { address: row.email },
  billing: { country: row.billing_country },
  credit_card: {
    token: row.card,
    issuer_id_number: row.bin,
    country: row.card_country,
    funding: row.card_funding,
    cvv_result: row.cvc_result,
    avs_result: row.avs_result,
  },
  device: { id: row.device, ip_address: row.ip },
});

/** @param earliest when the app has told all of the pledge itself */
function outcomeSteps(row: OutcomeRow, earliest: number): Step[] {
  const { outcome_id, pledge_id, kind, category, reason_code, won } = row;
  const at = Math.max(Date.parse(row.known_at), earliest + 1);
  const body: OutcomeBody = {
    id: outcome_id,
    kind,
    occurred_at: row.occurred_at,
    ...(category === undefined ? {} : { category }),
    ...(reason_code === undefined ? {} : { reason_code }),
    ...(won === undefined ? {} : { won }),
  };
  const steps: Step[] = [{ kind: 'outcome', at, pledgeId: pledge_id, body }];
  // A label is put right by another one; what was said before stays what was known then.
  if (kind === 'charged_back' && category === 'fraud' && Number.parseInt(outcome_id.slice(-1), 36) % 2 === 0)
    steps.push({
      kind: 'outcome',
      at: at + 10 * day,
      pledgeId: pledge_id,
      body: { ...body, id: `${outcome_id}-won`, won: true },
    });
  return steps;
}
