import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExperimentScheduleView } from '#libs/contracts';
import { FlagService } from '../support/flags.js';

const start_at = '2100-01-04T09:00:00Z';
const variants = (...keys: string[]) => keys.map((key) => ({ key, weight: 1 / keys.length }));
const layer = { key: 'page', from: 0, to: 0.5 };

describe('a start by the clock', () => {
  let flags: FlagService;
  const draft = (key: string, change: object = {}) =>
    flags
      .send('post', '/v1/experiments', {
        key,
        hypothesis: 'It helps.',
        unit: 'visitor',
        variants: variants('a', 'b'),
        baseline: 'a',
        metrics: ['pledge_conversion'],
        ...change,
      })
      .expect(201);
  const schedule = async (key: string, times: object = { start_at }): Promise<ExperimentScheduleView> =>
    (await flags.send('put', `/v1/experiments/${key}/schedule`, times).expect(200)).body;

  beforeAll(async () => {
    flags = await FlagService.start();
  });
  afterAll(() => flags.close());

  it('is kept where it would be refused as things are, with all that stands in its way', async () => {
    await draft('holder', { layer });
    await flags.send('post', '/v1/experiments/holder/start').expect(200);
    await draft('late', { layer: { ...layer, from: 0.2 } });
    const values = { a: 'old', b: 'new' };
    const rules = [{ id: 'test', kind: 'experiment', experiment: 'late', values }];
    await flags.publish('page_flag', { type: 'string', default_value: 'none', rules });
    await flags
      .send('patch', '/v1/experiments/late', { variants: variants('a', 'b', 'c'), salt: 'holder' })
      .expect(200);
    const { start_at: kept, warnings } = await schedule('late');
    expect(kept).toBe('2100-01-04T09:00:00.000Z');
    expect(warnings.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual([
      '/start_at unique_salt',
      '/start_at layer_room',
      '/start_at value_for_each_variant',
    ]);
    for (const [index, named] of ['holder divides', 'held by', 'page_flag has no value for the variant c'].entries())
      expect(warnings[index]?.detail).toContain(named);
    // The page shows the same, until it is mended or is not to happen.
    const shown = async () => (await flags.send('get', '/v1/experiments/late').expect(200)).body.warnings;
    expect(await shown()).toEqual(warnings);
    await flags.send('post', '/v1/experiments/holder/stop').expect(200);
    await flags.change('page_flag', { rules: [{ ...rules[0], values: { ...values, c: 'newest' } }] });
    const { body } = await flags.send('get', '/v1/experiments/late/schedule').expect(200);
    expect(body).toMatchObject({ start_at: kept, warnings: [] });
    expect(await shown()).toEqual([]);
  });

  it('is cancelled, with all that was to follow, once the draft is another', async () => {
    await draft('rewritten');
    await schedule('rewritten', { start_at, close_at: '2100-01-18T09:00:00Z' });
    const edit = async (change: object) =>
      (await flags.send('patch', '/v1/experiments/rewritten', change).expect(200)).body.warnings;
    expect(await edit({ coverage: 0.1 })).toMatchObject(
      ['start', 'close'].map((action) => ({ rule: 'schedule_cancelled', detail: expect.stringContaining(action) })),
    );
    const cancelled = { state: 'cancelled', note: 'Cancelled, since analyst did update meanwhile.' };
    const { body } = await flags.send('get', '/v1/experiments/rewritten').expect(200);
    expect(body.schedule).toMatchObject([cancelled, cancelled]);
    expect(await edit({ coverage: 0.2 })).toEqual([]);
    await schedule('rewritten');
    const startAt = async () => (await flags.send('get', '/v1/experiments/rewritten/schedule')).body.start_at;
    await flags.send('put', '/v1/experiments/rewritten/forced', { units: { v1: 'b' } }).expect(200);
    expect(await startAt()).not.toBeNull();
    await flags.send('post', '/v1/experiments/rewritten/rollback', { to: 1 }).expect(200);
    expect(await startAt()).toBeNull();

    const holdout = { description: 'All.', unit: 'visitor', share: 0.05, experiments: 'all' };
    await flags.send('put', '/v1/holdouts/quarter', holdout).expect(200);
    await schedule('quarter');
    await flags.send('put', '/v1/holdouts/quarter', { ...holdout, share: 0.1, version: 1 }).expect(200);
    const { body: edited } = await flags.send('get', '/v1/experiments/quarter').expect(200);
    expect(edited.schedule).toMatchObject([cancelled]);
  });

  it('says nothing where nothing is to start', async () => {
    await draft('sound');
    expect((await schedule('sound')).warnings).toEqual([]);
    await draft('twin', { salt: 'sound' });
    await flags.send('post', '/v1/experiments/sound/start').expect(200);
    expect((await schedule('twin')).warnings).toMatchObject([{ rule: 'unique_salt' }]);
    expect((await schedule('twin', { start_at: null })).warnings).toEqual([]);
  });
});
