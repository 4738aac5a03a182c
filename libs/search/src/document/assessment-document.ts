import { eventNames } from '#libs/contracts';
import { parseIp } from '#libs/ip';
import type { NewDocument } from '../history.js';
import { documentId, idOf, known, makeDocument, wholeNumber, type CountryOf } from './document-parts.js';

type Fields = Readonly<Record<string, unknown>>;
type About = Pick<NewDocument, 'source' | 'live' | 'time'>;

const codesPerDocument = 64;

/** An assessment's fields have the same names in an event of the log and in an import's row. */
export function assessmentDocument(
  fields: Fields & { readonly pledge_id: string; readonly revision: number; readonly risk_score: number },
  about: About,
  countryOf: CountryOf,
): NewDocument {
  const { pledge_id: pledge, revision, risk_score } = fields;
  const backer = idOf(fields['backer_id']);
  const ip = typeof fields['ip'] === 'string' ? (parseIp(fields['ip'])?.text ?? null) : null;
  return makeDocument({
    ...about,
    id: documentId('assessment', pledge, revision, about.live),
    kind: 'assessment',
    name: eventNames.pledgeAssessed,
    distinct_id: backer,
    backer,
    actors: known([backer]),
    ip,
    country: idOf(fields['country']) ?? (ip === null ? null : (countryOf(ip) ?? null)),
    device: idOf(fields['device_id']),
    card: idOf(fields['card']),
    email: idOf(fields['email_fingerprint']),
    project: idOf(fields['project_id']),
    pledge,
    revision,
    risk_score,
    risk_level: idOf(fields['risk_level']),
    disposition: idOf(fields['disposition']),
    reasons: codesOf(fields['reason_codes']),
    amount: wholeNumber(fields['amount']),
    currency: idOf(fields['currency']),
    base_amount: wholeNumber(fields['base_amount']),
  });
}

export function outcomeDocument(
  fields: Fields & { readonly pledge_id: string; readonly outcome_id: string; readonly kind: string },
  about: About,
): NewDocument {
  const { pledge_id: pledge, outcome_id, kind } = fields;
  const backer = idOf(fields['backer']);
  const reasonCode = idOf(fields['reason_code']);
  return makeDocument({
    ...about,
    id: documentId('outcome', pledge, outcome_id, about.live),
    kind: 'outcome',
    name: eventNames.pledgeOutcome,
    distinct_id: backer,
    backer,
    actors: known([backer]),
    pledge,
    category: idOf(fields['category']),
    amount: wholeNumber(fields['amount']),
    currency: idOf(fields['currency']),
    base_amount: wholeNumber(fields['base_amount']),
    properties: { kind, outcome_id, ...(reasonCode === null ? {} : { reason_code: reasonCode }) },
  });
}

const codesOf = (value: unknown): string[] =>
  Array.isArray(value) ? known(value.map(idOf)).slice(0, codesPerDocument) : [];
