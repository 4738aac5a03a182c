import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { ExposureAnswer, FlagPreviewAnswer, OfrepBulk, OfrepExposure, OfrepSuccess } from '#libs/contracts';
import { FlagService } from '../support/flags.js';

const bulk = '/ofrep/v1/evaluate/flags';
const split = (control: number) => [
  { key: 'a', weight: control },
  { key: 'b', weight: 1 - control },
];

describe('experiments by way of OFREP', () => {
  let flags: FlagService;
  let app: string;

  const post = async (path: string, body: object): Promise<unknown> =>
    (await request(flags.service.app.getHttpServer()).post(path).set('x-api-key', app).send(body).expect(200)).body;
  const single = async (flag: string, context: object): Promise<OfrepSuccess> =>
    (await post(`${bulk}/${flag}`, { context })) as OfrepSuccess;
  const inBulk = async (flag: string, context: object): Promise<OfrepSuccess | undefined> =>
    ((await post(bulk, { context })) as OfrepBulk).flags.find(({ key }) => key === flag);
  const rule = (experiment: string) => [{ id: 'test', kind: 'experiment', experiment, values: { a: 'old', b: 'new' } }];

  beforeAll(async () => {
    flags = await FlagService.start({ STICKY_POSTGRES_MS: '20000' });
    app = await flags.service.key();
  });
  afterAll(() => flags.close());

  it('keep what a sticky one gave first, one by one and all at once, through changed weights', async () => {
    await flags.send('post', '/v1/experiments', {
      key: 'kept',
      hypothesis: 'It helps.',
      unit: 'backer',
      variants: split(0.5),
      baseline: 'a',
      metrics: ['pledge_conversion'],
      sticky: true,
      fallback_attribute: 'visitor',
    });
    await flags.send('post', '/v1/experiments/kept/start').expect(200);
    await flags.publish('kept_flag', { type: 'string', default_value: 'none', rules: rule('kept') });
    const people = Array.from({ length: 20 }, (_, index) => ({ targetingKey: `v${index}`, backer: `b${index}` }));
    const before = await Promise.all(people.map((one, index) => (index % 2 === 0 ? single : inBulk)('kept_flag', one)));
    expect(new Set(before.map((one) => one?.variant))).toEqual(new Set(['a', 'b']));
    await flags.send('patch', '/v1/experiments/kept', { variants: split(1) }).expect(200);
    await flags.settled();
    for (const [index, person] of people.entries())
      for (const ask of [single, inBulk]) {
        const { value, variant } = before[index] ?? {};
        const answer = await ask('kept_flag', person);
        expect(answer).toMatchObject({ value, variant, metadata: { run_reason: 'sticky', in_analysis: true } });
      }
    const [fresh, anonymous] = [await single('kept_flag', { targetingKey: 'v_new', backer: 'b_new' }), 'v_other'];
    expect(fresh).toMatchObject({ variant: 'a', metadata: { run_reason: 'hashed', unit: 'backer' } });
    const byFallback = await single('kept_flag', { targetingKey: anonymous });
    expect(byFallback.metadata).toMatchObject({ unit: 'visitor', unit_attribute: 'visitor' });
  });

  it('count for the analysis where the id can be recorded, and nowhere else', async () => {
    await flags.experiment('recorded');
    await flags.publish('recorded_flag', { type: 'string', default_value: 'none', rules: rule('recorded') });
    // Each variant is answered for several of them, so that none gets what was made for another.
    for (const visitor of ['v1', 'v2', 4711, 4712, ['v1'], ['v2'], { v: 1 }, true, 'x'.repeat(300), 'y'.repeat(300)])
      for (const ask of [single, inBulk]) {
        const { variant, metadata } = (await ask('recorded_flag', { targetingKey: 'v', visitor })) as OfrepSuccess;
        const exposures = [{ experiment: 'recorded', variant, unit: { type: 'visitor', id: visitor } }];
        const { refused } = (await post('/v1/exposures', { exposures })) as ExposureAnswer;
        expect([visitor, metadata.in_analysis]).toEqual([visitor, refused.length === 0]);
        expect('exposures' in metadata).toBe(refused.length === 0);
      }
  });

  it('are tried out by what somebody was given already, who is given nothing by that', async () => {
    await flags.send('post', '/v1/experiments', {
      key: 'tried',
      hypothesis: 'It helps.',
      unit: 'backer',
      variants: split(1),
      baseline: 'a',
      metrics: ['pledge_conversion'],
      sticky: true,
      fallback_attribute: 'visitor',
    });
    await flags.send('post', '/v1/experiments/tried/start').expect(200);
    await flags.publish('tried_flag', { type: 'string', default_value: 'none', rules: rule('tried') });
    const change = async (body: object) => {
      await flags.send('patch', '/v1/experiments/tried', body).expect(200);
      await flags.settled();
    };
    const attempt = async (attributes: object, flag = 'tried_flag', more: object = {}): Promise<FlagPreviewAnswer> =>
      (await flags.send('post', '/v1/flags/evaluate', { flag, attributes, ...more }).expect(200)).body;
    const known = { visitor: 'v1', backer: 'b1' };
    await single('tried_flag', { targetingKey: 'v1' });
    await change({ variants: split(0) });
    expect(await attempt(known)).toMatchObject({ value: 'old', experiment: { variant: 'a', reason: 'sticky' } });
    for (let round = 0; round < 2; round++)
      expect(await attempt({ backer: 'b2' })).toMatchObject({
        value: 'new',
        experiment: { variant: 'b', reason: 'hashed' },
      });
    const kept = await flags.database.database.pool.query(
      "SELECT attribute, value FROM sticky_bucket WHERE experiment_key = 'tried'",
    );
    expect(kept.rows).toEqual([{ attribute: 'visitor', value: 'v1' }]);
    expect((await single('tried_flag', { targetingKey: 'v1', backer: 'b1' })).metadata.run_reason).toBe('sticky');
    // A draft is the first that has this experiment by this process's flags.
    await flags.send('post', '/v1/flags', {
      key: 'drafted',
      type: 'string',
      default_value: 'none',
      rules: rule('tried'),
    });
    await flags.send('patch', '/v1/flags/tried_flag', { rules: [] }).expect(200);
    await flags.send('post', '/v1/flags/tried_flag/publish').expect(200);
    await flags.settled();
    expect(await attempt(known, 'drafted', { draft: true })).toMatchObject({ experiment: { reason: 'sticky' } });
    await flags.send('post', '/v1/flags/drafted/publish').expect(200);
    await change({ bucket_version: 1, min_bucket_version: 1 });
    const out = await single('drafted', { targetingKey: 'v1', backer: 'b1' });
    expect(await attempt(known, 'drafted')).toMatchObject({ value: out.value, experiment: null });
    expect(out).toMatchObject({ value: 'none', reason: 'STATIC' });
  });

  it('tell of every one that was met: of holdouts and of prerequisites, as the exposures that are to be reported', async () => {
    const holdout = { description: 'What it brings.', unit: 'visitor', share: 0.5, experiments: 'all' };
    await flags.send('put', '/v1/holdouts/half', holdout).expect(200);
    await flags.send('post', '/v1/holdouts/half/start').expect(200);
    await flags.experiment('parent');
    await flags.experiment('child');
    await flags.publish('parent_flag', { type: 'string', default_value: 'none', rules: rule('parent') });
    await flags.publish('child_flag', {
      type: 'string',
      default_value: 'none',
      prerequisites: [{ flag: 'parent_flag', condition: { value: { $ne: 'none' } } }],
      rules: rule('child'),
    });
    await flags.publish('plain', { default_value: true });
    const met = new Set<string>();
    for (let index = 0; index < 30; index++) {
      const targetingKey = `m${index}`;
      const { metadata, variant } = await single('child_flag', { targetingKey });
      expect((await inBulk('child_flag', { targetingKey }))?.metadata).toEqual(metadata);
      const told = JSON.parse(String(metadata['exposures'])) as OfrepExposure[];
      met.add(
        told
          .map(({ experiment }) => experiment)
          .toSorted()
          .join(),
      );
      const own = told.find(({ experiment }) => experiment === 'child');
      expect(own?.variant).toBe(own === undefined ? undefined : variant);
      const exposures = told.map(({ unit, unit_attribute, ...one }) => {
        expect([unit, unit_attribute]).toEqual(['visitor', 'visitor']);
        return { ...one, unit: { type: unit, id: targetingKey } };
      });
      // The holdout's own comes with those of its experiments too, at the same time: a repeat.
      const taken = (await post('/v1/exposures', { exposures })) as ExposureAnswer;
      expect([taken.accepted + taken.repeated, taken.refused]).toEqual([told.length, []]);
      const assigned = (await post('/v1/assignments', {
        units: { visitor: targetingKey },
        experiments: told.map(({ experiment }) => experiment),
      })) as { assignments: { variant: string }[] };
      expect(assigned.assignments.map((one) => one.variant)).toEqual(told.map((one) => one.variant));
    }
    expect(met).toEqual(new Set(['half', 'child,half,parent']));
    expect((await single('plain', { targetingKey: 'm1' })).metadata).not.toHaveProperty('exposures');
  });
});
