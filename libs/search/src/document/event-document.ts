import { eventNames, type EventRow } from '#libs/contracts';
import { parseIp } from '#libs/ip';
import type { NewDocument } from '../history.js';
import { assessmentDocument, outcomeDocument } from './assessment-document.js';
import { idOf, known, makeDocument, wholeNumber, type CountryOf } from './document-parts.js';
import { emailFingerprint } from './fingerprint.js';
import { lifted } from './lifted.js';
import { flatten } from './properties.js';

/** A line of an event's object. Our own assessments and outcomes are events of the log too, known by their names. */
export function eventDocument(row: EventRow, countryOf: CountryOf): NewDocument {
  return asAssessment(row, countryOf) ?? asOutcome(row) ?? plainDocument(row, countryOf);
}

function plainDocument(row: EventRow, countryOf: CountryOf): NewDocument {
  const { properties } = row;
  const [visitor, user] = [idOf(properties['$device_id']), idOf(properties['$user_id'])];
  const backer = user ?? idOf(properties['backer_id']);
  const ip = row.ip == null ? null : (parseIp(row.ip)?.text ?? null);
  const { email, $email } = properties;
  return makeDocument({
    id: row.identity,
    kind: 'event',
    live: row.live,
    time: row.time,
    source: row.source,
    name: row.event,
    distinct_id: row.distinct_id,
    backer,
    actors: known([row.distinct_id, backer, visitor]),
    link: visitor === null || user === null ? null : { visitor, backer: user },
    ip,
    country: countryIn(properties) ?? (ip === null ? null : (countryOf(ip) ?? null)),
    device: idOf(properties['device_id']),
    card: idOf(properties['card']),
    email:
      [email, $email].map((one) => (typeof one === 'string' ? emailFingerprint(one) : undefined)).find(Boolean) ?? null,
    project: idOf(properties['project_id']),
    pledge: idOf(properties['pledge_id']),
    amount: wholeNumber(properties['amount']),
    currency: idOf(properties['currency']),
    base_amount: wholeNumber(properties['base_amount']),
    properties: flatten(Object.fromEntries(Object.entries(properties).filter(([name]) => !lifted.has(name)))),
  });
}

function asAssessment(row: EventRow, countryOf: CountryOf): NewDocument | undefined {
  if (row.event !== eventNames.pledgeAssessed || row.source !== 'verdict') return undefined;
  const { pledge_id, revision, risk_score } = row.properties;
  if (typeof pledge_id !== 'string' || !Number.isSafeInteger(revision) || typeof risk_score !== 'number')
    return undefined;
  const fields = { ...row.properties, ip: row.ip, pledge_id, revision: Number(revision), risk_score };
  return assessmentDocument(fields, { source: row.source, live: row.live, time: row.time }, countryOf);
}

/** An outcome's id is the one that its sender gave it; the log's own events carry the pledge's in front. */
function asOutcome(row: EventRow): NewDocument | undefined {
  const { pledge_id, kind, outcome_id } = row.properties;
  if (row.event !== eventNames.pledgeOutcome || typeof pledge_id !== 'string' || typeof kind !== 'string')
    return undefined;
  const given = typeof outcome_id === 'string' ? outcome_id : (row.insert_id ?? row.identity);
  const id = given.startsWith(`${pledge_id}/`) ? given.slice(pledge_id.length + 1) : given;
  const backer = row.distinct_id === pledge_id ? null : row.distinct_id;
  const fields = { ...row.properties, pledge_id, kind, outcome_id: id, backer };
  return outcomeDocument(fields, { source: row.source, live: row.live, time: row.time });
}

/** The property names of our simulation, of Mixpanel's libraries, and of its exports. */
function countryIn(properties: EventRow['properties']): string | null {
  for (const name of ['country', '$country_code', 'mp_country_code']) {
    const value = properties[name];
    if (typeof value === 'string' && /^[A-Z]{2}$/.test(value)) return value;
  }
  return null;
}
