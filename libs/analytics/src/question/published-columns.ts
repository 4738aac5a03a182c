/** A view that is always published: what a row of it is, and what each column means, in the view's order. */
export interface PublishedView {
  readonly meaning: string;
  readonly columns: Readonly<Record<string, string>>;
}

const pledge_id = 'which pledge';
const backer_id = 'who pledged; null where nobody knows';
const project_id = 'to which project';
const currency = 'ISO 4217';
const amount = 'in minor units of the currency';
const base_amount = 'in minor units of the company’s currency: the only amount to sum over currencies';
const revision = 'of the pledge: 1 when it was made, one more each time it was changed and scored anew';
const risk_score = '0.01 to 99: the probability of payment fraud in percent';
const risk_level = 'normal, elevated or highest, by the policy';
const disposition = 'accept, manual_review or reject';
const country = 'ISO 3166-1, two letters';
const ip4 = 'the IPv4 address as a number; null where it is none';
const ip6 = 'the IPv6 address as 32 hexadecimal digits; null where it is none';

/** Their columns are those of `sql/warehouse/published`. Times are UTC, and test data is in none of them. */
export const publishedViews: Readonly<Record<string, PublishedView>> = {
  assessment: {
    meaning: 'The answer to each revision of a pledge',
    columns: {
      pledge_id,
      revision,
      risk_score,
      risk_level,
      disposition,
      amount,
      currency,
      base_amount,
      project_id,
      backer_id,
      time: 'as of when it was scored',
    },
  },
  backer: {
    meaning: 'The company’s backers, by the newest snapshot',
    columns: { backer_id: 'which backer', signed_up_at: 'when the account was made', country },
  },
  event: {
    meaning: 'What happened, each thing once',
    columns: {
      source: 'what reported it, as in app',
      name: 'what happened, as in Page View',
      distinct_id: 'who did it, as reported: a visitor, or a backer',
      time: 'when it happened',
      insert_id: 'by its sender: the same one counts once',
      ip4,
      ip6,
      properties: 'a JSON object, as text',
    },
  },
  exposure: {
    meaning: 'A unit met a variant of an experiment; the first one counts',
    columns: {
      experiment: 'its key',
      variant: 'the key of the variant',
      unit: 'the id of who met it',
      unit_type: 'backer, visitor or project',
      time: 'when it met it',
    },
  },
  identity: {
    meaning: 'Which visitor became which backer',
    columns: {
      visitor_id: 'the id before the account was known',
      backer_id: 'the backer whom the visitor became',
      linked_at: 'the time of the first event that carried both',
    },
  },
  integers: { meaning: 'The numbers from 0 to 999,999, to count with', columns: { n: 'the number' } },
  live_project_day: {
    meaning: 'How many projects were live on a day',
    columns: {
      day: 'in the project’s own time zone',
      country: 'of the project',
      category: 'of the project, in the company’s words',
      projects: 'how many were live',
    },
  },
  outcome: {
    meaning: 'What happened to a pledge afterwards',
    columns: {
      pledge_id,
      outcome_id: 'by its sender: the same one counts once',
      kind: 'authorised, declined, changed, cancelled, collected, refunded, issuer_warning, disputed or charged_back',
      category: 'why: fraud, not_received, not_as_described, duplicate, unrecognised or other; null where nobody said',
      reason_code: 'the card network’s code',
      amount,
      currency,
      base_amount,
      occurred_at: 'when it happened',
      known_at: 'when the company learnt of it',
    },
  },
  pledge: {
    meaning: 'One row a pledge, from all that tells of it',
    columns: {
      pledge_id,
      backer_id,
      project_id,
      amount,
      currency,
      base_amount,
      pledged_at: 'when it was made',
      state: 'in the company’s words, by its own table; null without one',
      ip4,
      ip6,
      revision: 'the latest that was scored',
      risk_score,
      risk_level,
      disposition,
      assessed_at: 'as of when the latest revision was scored',
    },
  },
  pledge_country_day: {
    meaning: 'How much was pledged on a day, by the country that it came from',
    columns: {
      day: 'of the pledges, UTC',
      country: 'of the pledge’s address; null where it is unknown',
      pledges: 'how many',
      backers: 'how many different backers',
      base_amount,
      collected_pledges: 'how many of them were collected',
      collected: 'what was collected of them, in minor units of the company’s currency',
    },
  },
  pledge_geo: {
    meaning: 'Where pledges were from: one row a pledge and kind of database',
    columns: {
      pledge_id,
      pledged_at: 'when it was made',
      kind: 'which database says so: city, asn, …',
      geo_version: 'the version that was valid when the pledge was made',
      country,
      registered_country: 'where the network is registered',
      continent: 'two letters',
      subdivision: 'a state or province',
      city: 'its English name',
      time_zone: 'as in America/New_York',
      asn: 'the number of the autonomous system',
      as_organisation: 'who runs it',
      is_anonymous: 'the address hides who is behind it',
      is_hosting: 'it belongs to a hosting network',
      is_vpn: 'it is a VPN’s',
      is_tor: 'it is an exit of Tor',
      is_public_proxy: 'it is an open proxy',
      is_residential_proxy: 'it is a home line sold as a proxy',
    },
  },
  project: {
    meaning: 'The company’s projects, by the newest snapshot',
    columns: {
      project_id: 'which project',
      creator_id: 'whose it is',
      name: 'its title',
      category: 'in the company’s words',
      country,
      currency,
      goal: 'in minor units of its currency',
      launched_at: 'from when pledges were taken',
      deadline: 'until when',
      state: 'in the company’s words',
      state_changed_at: 'since when it is in that state',
      time_zone: 'the creator’s, as in America/New_York',
    },
  },
  rate: {
    meaning: 'What the company’s currency buys, from a day on',
    columns: { currency, day: 'the first one', per_base: 'units of it for one unit of the company’s currency' },
  },
};
