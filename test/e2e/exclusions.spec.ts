import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LeftOutView, Readout } from '#libs/contracts';
import { ExperimentService } from '#libs/experimentation';
import { handMadeRows, insertion } from '../support/hand-made-warehouse.js';
import { resultsService, type ResultsService } from '../support/results-service.js';

const definition = {
  key: 'form',
  hypothesis: 'It helps.',
  unit: 'visitor' as const,
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  baseline: 'control',
  coverage: 1,
  metrics: ['pledge_conversion' as const],
};
const past = { startedAt: '2026-02-01T00:00:00Z', enrolmentClosedAt: '2026-02-10T00:00:00Z' };

/** u1 to u8 take turns, each exposed on the day of its number. */
const exposures = Array.from({ length: 8 }, (_, index) => {
  const variant = index % 2 === 0 ? 'control' : 'treatment';
  return `INSERT INTO exposure VALUES ('form', '${variant}', 'u${index + 1}', 'visitor', '2026-02-0${index + 1} 12:00:00', TRUE, 1, ${index})`;
});
const mark = (id: string, name: string, day: number) =>
  `INSERT INTO marked_unit VALUES ('${id}', '${name}', '2026-02-0${day} 00:00:00', TRUE)`;
const marks = [
  mark('u1', 'staff', 1),
  // Known too late: whoever was let in stays in.
  mark('u2', 'bot', 3),
  mark('u4', 'bot', 2),
  // The backer that u3 became.
  mark('b3', 'staff', 1),
  `INSERT INTO "identity" VALUES ('u3', 'b3', '2026-02-05 00:00:00', TRUE, 1, 9)`,
  // Nothing but a variant that was forced, and one of another experiment.
  `INSERT INTO forced_exposure VALUES ('form', 'treatment', 'qa', '2026-02-02 00:00:00', TRUE)`,
  `INSERT INTO forced_exposure VALUES ('other', 'treatment', 'u5', '2026-02-01 00:00:00', TRUE)`,
];

describe('units that are left out', () => {
  let service: ResultsService;
  const get = (path: string) => service.get(path);
  const post = (path: string, body?: object) => service.post(path, body);
  const readout = async (): Promise<Readout> => (await get('/v1/experiments/form/results').expect(200)).body;
  const leftOut = async (): Promise<LeftOutView[]> => [...(await readout()).units.left_out];

  beforeAll(async () => {
    service = await resultsService([...handMadeRows.map(insertion), ...exposures, ...marks]);
  });
  afterAll(() => service.close());

  it('are staff and known bots unless an experiment says otherwise', async () => {
    const draft = (key: string, more: object = {}) => post('/v1/experiments', { ...definition, key, ...more });
    const { body } = await draft('usual').expect(201);
    expect(body).toMatchObject({ exclusions: ['staff', 'known_bot'], pinned_exclusions: [] });
    const { body: none } = await draft('none', { exclusions: [] }).expect(201);
    expect(none.exclusions).toEqual([]);
    const { body: started } = await post('/v1/experiments/usual/start').expect(200);
    expect(started.pinned_exclusions).toEqual([
      { fact: 'staff', version: 1, added_at: null },
      { fact: 'known_bot', version: 1, added_at: null },
    ]);
    const refused = await draft('wrong', { exclusions: ['nothing', 'pledge', 'staff'] }).expect(400);
    expect(refused.body.problems).toMatchObject([
      { pointer: '/exclusions/0', rule: 'fact' },
      { pointer: '/exclusions/1', rule: 'reason' },
    ]);
    await draft('twice', { exclusions: ['staff', 'staff'] }).expect(400);
    const project = await draft('project', { unit: 'project', exclusions: ['staff'] }).expect(400);
    expect(project.body.problems).toMatchObject([{ pointer: '/exclusions/0', rule: 'unit' }]);
  });

  it('count nowhere, and are shown by reason and variant', async () => {
    const restore = { ...definition, exclusions: ['staff'] };
    await service.app.get(ExperimentService, { strict: false }).restore(restore, past);
    await service.ended(await post('/v1/experiments/form/refresh').expect(202));
    // u1 and u3 are staff, and qa was forced; the bot of u4 is not asked about.
    const staff = { reason: 'staff', units: 2, variants: [{ variant: 'control', units: 2 }] };
    const forced = { reason: 'forced', units: 1, variants: [{ variant: 'treatment', units: 1 }] };
    expect(await leftOut()).toEqual([staff, forced]);
    const { units, notes } = await readout();
    expect(units.variants.map(({ units: count }) => count)).toEqual([2, 4]);
    const note = notes.find(({ code }) => code === 'left_out');
    expect(note?.text).toBe('Left out, by what was known at the first exposure: 2 staff, 1 forced.');
    const { text } = await get('/v1/experiments/form/results?format=csv').expect(200);
    const [head = '', ...lines] = text.trimEnd().split('\r\n');
    const at = head.split(',').indexOf('left_out');
    expect(head.split(',')[at + 1]).toBe('left_out_for');
    expect(lines.map((line) => line.split(',').slice(at, at + 2))).toEqual(
      expect.arrayContaining([
        ['2', 'staff 2'],
        ['1', 'forced 1'],
      ]),
    );
  });

  it('may be more once it is over: a job reads it anew, and it says what was not planned', async () => {
    const path = '/v1/experiments/form/exclusions';
    const { body: wrong } = await post(path, { fact: 'pledge' }).expect(400);
    expect(wrong.problems).toMatchObject([{ pointer: '/fact', rule: 'reason' }]);
    await post(path, { fact: 'staff' }).expect(409);
    await post('/v1/experiments/none/exclusions', { fact: 'known_bot' }).expect(409);
    await post('/v1/experiments/nothing/exclusions', { fact: 'known_bot' }).expect(404);
    await post(path, { fact: 'known_bot', version: 1 }).expect(409);
    await service.ended(await post(path, { fact: 'known_bot', note: 'A crawler came.' }).expect(202));
    const bots = { reason: 'bot', units: 1, variants: [{ variant: 'treatment', units: 1 }] };
    expect((await leftOut()).find(({ reason }) => reason === 'bot')).toEqual(bots);
    const { units, notes } = await readout();
    expect(units.variants.map(({ units: count }) => count)).toEqual([2, 3]);
    expect(notes.map(({ code }) => code)).toContain('exclusion_added');
    const { body } = await get('/v1/experiments/form').expect(200);
    expect(body.exclusions).toEqual(['staff']);
    expect(body.pinned_exclusions[1]).toMatchObject({ fact: 'known_bot', added_at: expect.any(String) });
    const { body: history } = await get('/v1/experiments/form/changes').expect(200);
    expect(history.changes[0]).toMatchObject({ action: 'add_exclusion', note: 'A crawler came.' });
  });
});
