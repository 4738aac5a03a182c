import { describe, expect, it } from '@jest/globals';
import type { EventRow } from '#libs/contracts';
import { emailFingerprint } from './fingerprint.js';
import { lineDocument, type HistoryTable } from './row-document.js';

const time = Date.parse('2026-03-15T12:00:00Z');
const row = (over: Partial<EventRow> = {}): EventRow => ({
  identity: 'a'.repeat(32),
  source: 'app',
  event: 'Page View',
  distinct_id: 'v1',
  time,
  properties: {},
  live: true,
  ...over,
});
const made = (table: HistoryTable, line: object) =>
  lineDocument(table, JSON.stringify(line), 'import', (ip) => (ip === '203.0.113.7' ? 'DE' : undefined));

const assessed = {
  pledge_id: 'p1',
  revision: 2,
  risk_score: 41,
  risk_level: 'elevated',
  disposition: 'manual_review',
  amount: 500,
  currency: 'EUR',
  base_amount: 550,
  project_id: 'pr1',
  backer_id: 'b1',
  country: 'FR',
  device_id: 'd1',
  card: 'c1',
  email_fingerprint: 'f'.repeat(32),
  reason_codes: ['IP_HOSTING', 'NEW_CARD'],
};

describe('an event', () => {
  it('is its identity, with what its properties say about who and what', () => {
    const properties = {
      $device_id: 'v1',
      $user_id: 'b1',
      project_id: 'pr1',
      device_id: 'd1',
      $email: 'Ann@Example.com',
      page: 'Lämp',
    };
    expect(made('event', row({ distinct_id: 'b1', ip: '::ffff:203.0.113.7', properties }))).toMatchObject({
      id: 'a'.repeat(32),
      kind: 'event',
      distinct_id: 'b1',
      backer: 'b1',
      actors: ['b1', 'v1'],
      link: { visitor: 'v1', backer: 'b1' },
      ip: '203.0.113.7',
      country: 'DE',
      device: 'd1',
      email: emailFingerprint('ann@example.com'),
      project: 'pr1',
      properties: { page: 'Lämp' },
      words: ['page', 'view', 'b1', 'v1', 'pr1', 'lamp'],
    });
  });

  it('links nobody without both ids', () => {
    expect(made('event', row({ properties: { $device_id: 'v1', backer_id: 'b1' } }))).toMatchObject({
      link: null,
      backer: 'b1',
    });
  });

  it('has the country that it says rather than that of its address', () => {
    const over = { ip: '203.0.113.7', properties: { mp_country_code: 'US' } };
    expect(made('event', row(over))).toMatchObject({ country: 'US' });
  });
});

describe('an assessment', () => {
  it('is the same document from the log and from an import', () => {
    const event = row({
      source: 'verdict',
      event: 'Pledge Assessed',
      distinct_id: 'b1',
      ip: '203.0.113.7',
      properties: assessed,
    });
    const imported = { ...assessed, ip: '203.0.113.7', time, origin: 'x', live: true };
    const expected = {
      kind: 'assessment',
      revision: 2,
      risk_score: 41,
      disposition: 'manual_review',
      reasons: ['IP_HOSTING', 'NEW_CARD'],
      country: 'FR',
      card: 'c1',
      email: 'f'.repeat(32),
      properties: {},
    };
    const [first, second] = [made('event', event), made('pledge_assessment', imported)];
    expect(first).toMatchObject({ ...expected, source: 'verdict' });
    expect(second).toMatchObject({ ...expected, source: 'import' });
    expect({ ...second, source: 'verdict' }).toEqual(first);
  });

  it('of another revision, or of a test key, is another', () => {
    const ids = [
      { ...assessed, time, live: true },
      { ...assessed, time, live: false },
      { ...assessed, revision: 3, time, live: true },
    ].map((line) => (made('pledge_assessment', line) as { id: string }).id);
    expect(new Set(ids).size).toBe(3);
  });

  it('that somebody else calls one is an event', () => {
    expect(made('event', row({ event: 'Pledge Assessed', properties: assessed }))).toMatchObject({ kind: 'event' });
  });
});

describe('an outcome', () => {
  it('has the id that its sender gave it, whichever way it came', () => {
    const fields = { pledge_id: 'p1', kind: 'charged_back', category: 'fraud', reason_code: '10.4' };
    const ids = [
      made('event', row({ source: 'verdict', event: 'Pledge Outcome', insert_id: 'p1/o1', properties: fields })),
      made('event', row({ event: 'Pledge Outcome', properties: { ...fields, outcome_id: 'o1' } })),
      made('pledge_outcome', { ...fields, outcome_id: 'o1', occurred_at: time, live: true }),
    ];
    for (const document of ids)
      expect(document).toMatchObject({
        id: (ids[0] as { id: string }).id,
        kind: 'outcome',
        category: 'fraud',
        properties: { kind: 'charged_back', outcome_id: 'o1', reason_code: '10.4' },
      });
  });

  it('is nobody’s where it is reported under its pledge', () => {
    const properties = { pledge_id: 'p1', kind: 'collected' };
    const document = made('event', row({ event: 'Pledge Outcome', distinct_id: 'p1', properties }));
    expect(document).toMatchObject({ distinct_id: null, actors: [] });
  });
});

describe('a line', () => {
  it.each([
    ['event', '{', 'json'],
    ['event', '[]', 'object'],
    ['event', JSON.stringify(row({ identity: 'A'.repeat(32) })), 'identity'],
    ['event', JSON.stringify({ ...row(), live: 1 }), 'live'],
    ['pledge_assessment', JSON.stringify({ ...assessed, live: true }), 'time'],
    [
      'pledge_outcome',
      JSON.stringify({ pledge_id: 'p1', outcome_id: '', kind: 'x', occurred_at: 1, live: true }),
      'outcome_id',
    ],
  ] as const)('of %s that is %s breaks the rule %s', (table, line, rule) => {
    expect(lineDocument(table, line, 'app', () => undefined)).toMatchObject({ rule, text: line });
  });

  it('that may hold a card’s number is not repeated', () => {
    expect(lineDocument('event', '{"card": "4111 1111 1111 1111"', 'app', () => undefined)).toMatchObject({
      text: null,
    });
  });
});
