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
  experiment_unit: {
    meaning: 'The units of an experiment, as its aggregate has them',
    columns: {
      experiment: 'its key',
      unit_number: 'its number in experiment_unit_value, until everything is read anew',
      unit: 'the id of who met it',
      backer_id: 'the backer whom a visitor became',
      variant: 'the one that it met; null: several, or it is left out for a reason',
      phase: 'from 1; a change of the weights begins a new one',
      exposed_at: 'when it first met a variant',
      cohort_day: 'the day of that where the company counts its days',
      left_out_for: 'why it is in nothing that is counted; null: it counts',
    },
  },
  experiment_unit_value: {
    meaning: 'What each unit of an experiment has in each line, as its aggregate has it: summed, its statistics',
    columns: {
      experiment: 'its key',
      unit_number: 'as in experiment_unit',
      unit: 'the id of who met it',
      variant: 'the one that it met',
      phase: 'from 1; a change of the weights begins a new one',
      exposed_at: 'when it first met a variant',
      cohort_day: 'the day of that where the company counts its days',
      metric: 'the key of the metric',
      version: 'of the metric',
      reading: 'all, normal_risk or net_of_fraud',
      value: 'as a whole number: of minor units, of times that it acted, or 0 and 1',
      denominator: 'of a ratio, as a whole number',
      value_before: 'the same in the days before the exposure, where the metric has a covariate',
      denominator_before: 'the same of the denominator',
      is_closed: 'whether the window of its whole cohort is over, so that the value no longer changes',
    },
  },
  experiment_result: {
    meaning: 'What was read out of experiments, a row a variant of each line: at each look, and by the last refresh',
    columns: {
      experiment: 'its key',
      look: 'the number of the look; null: what the last refresh found, in place of what the one before did',
      look_kind: 'scheduled, declared or final',
      refreshed_at: 'when the warehouse was read for it',
      data_through: 'nothing later is in it',
      metric: 'the key of the metric',
      version: 'of the metric',
      reading: 'all, normal_risk or net_of_fraud',
      is_primary: 'whether it is the line that the plan is about',
      variant: 'the key of the variant',
      baseline: 'the key of the variant that the others are compared with',
      units: 'of the variant, whose window is closed: all that is below, up to the verdict, is of these',
      mean: 'of a unit, in the unit of the metric (minor units of money)',
      standard_deviation: 'of a unit',
      difference: 'of the means, variant minus baseline; null for the baseline',
      difference_lower: 'its interval at 1 − alpha, for the one planned reading',
      difference_upper: 'the other end',
      p_value: 'of the difference, for the one planned reading',
      lift: 'the difference by the mean of the baseline: 0.07 is seven percent more',
      lift_lower: 'its interval by Fieller; null where it is unbounded',
      lift_upper: 'the other end',
      always_valid_lower: 'the interval of the difference that holds whenever it is read',
      always_valid_upper: 'the other end',
      adjusted_difference: 'with what units did before their exposure taken out (CUPED); null without a covariate',
      adjusted_lower: 'its interval at 1 − alpha, for the one planned reading',
      adjusted_upper: 'the other end',
      adjusted_p_value: 'of the adjusted difference',
      adjusted_lift: 'the adjusted difference by the adjusted mean of the baseline',
      adjusted_lift_lower: 'its interval by Fieller; null where it is unbounded',
      adjusted_lift_upper: 'the other end',
      variance_reduction: 'the share of the variance that the adjustment takes away',
      judged_by: 'which of the two gives the verdict: raw or cuped',
      alpha: 'the level of the comparison',
      validity: 'what p_value and interval are worth: final, before_planned_end, see_looks or no_plan',
      verdict: 'better, worse or no_difference_found; null while there is none',
      units_so_far: 'all units, those with an open window too',
      mean_so_far: 'of these',
      look_stage: 'interim or final, of the primary line at a look, by the procedure of its plan',
      look_estimate: 'the difference by that procedure; the median-unbiased one once it is final',
      look_lower: 'its interval, valid at all looks together',
      look_upper: 'the other end',
      look_p_value: 'adjusted for the looks; null before the final stage',
      decision: 'by the rule of the plan: ship, do_not_ship, keep_running or broken',
      query_hash: 'the SQL behind the numbers: /queries/{hash}',
      left_out: 'units that met the variant and are in nothing that is counted',
      left_out_for: 'why: the units of each reason',
    },
  },
  marked_unit: {
    meaning: 'Ids that events said to be staff’s or a bot’s: whom experiments leave out',
    columns: {
      id: 'a visitor’s or a backer’s',
      mark: 'staff or bot',
      marked_at: 'the time of the first event that said so',
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
