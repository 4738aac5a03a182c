/**
 * What the description of the API shows, and what “try it out” sends unchanged: each makes sense as it stands. Their days are
 * around `exampleDay`; a running service shows them as of its own day (libs/http), since the log refuses what is old.
 */
export const exampleDay = '2026-03-31';

const visitor = 'example-visitor';

export const scoreExample = {
  pledge: {
    id: 'example-pledge',
    project_id: 'example-project',
    backer_id: 'example-backer',
    amount: 5_000,
    currency: 'USD',
  },
  email: { address: 'ada@example.com' },
  billing: { first_name: 'Ada', last_name: 'Example', city: 'Brooklyn', region: 'NY', country: 'US', postal: '11222' },
  credit_card: { token: 'example-card', issuer_id_number: '411111', country: 'US', funding: 'credit', cvv_result: 'M' },
  device: { ip_address: '203.0.113.7', id: 'example-device', accept_language: 'en-US' },
};

export const assignmentExample = { units: { visitor } };

export const exposuresExample = {
  exposures: [{ experiment: 'reward_order', variant: 'control', unit: { type: 'visitor', id: visitor } }],
};

export const eventsExample = {
  events: [
    {
      event: 'Example Viewed',
      distinct_id: visitor,
      time: '2026-03-31T00:00:00Z',
      insert_id: 'example-1',
      ip: '203.0.113.7',
      properties: { project_id: 'example-project', device: 'phone' },
    },
  ],
};

export const reportExample = {
  kind: 'funnel',
  from: '2026-03-02',
  to: '2026-03-31',
  steps: ['Page View', 'New user', 'Pledge'],
};

const sql = 'SELECT category, COUNT(*) AS projects FROM project GROUP BY category ORDER BY projects DESC';

export const questionExample = {
  title: 'Projects by category',
  question: 'How many projects are there of each category?',
  why: 'Decides which category the next guide for creators is about.',
  needed_by: '2026-04-07',
  least: 'The largest category.',
  moderate: 'All categories with their numbers.',
  most: 'The same by month of launch.',
  sql,
};

export const queryExample = { sql };

export const runExample = { values: {}, rows: 1_000 };

export const importExample = {
  kind: 'pledges',
  path: 'pledges.csv',
  mapping: { map: { pledge_id: 'id', amount: 'amount_usd' }, set: { currency: 'USD' }, amount_unit: 'major' },
};
