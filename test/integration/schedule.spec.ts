import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AccessModule } from '#libs/access';
import type { ExperimentSchedule, NewExperiment, NewFlag, Principal } from '#libs/contracts';
import {
  ExperimentDetailService,
  ExperimentScheduleService,
  ExperimentService,
  ExperimentVersionService,
  FlagScheduleService,
  FlagService,
  ScheduleRunHandler,
  ScheduleRunModule,
} from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { TestClock } from '../support/pipeline.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const minuteMs = 60_000;
const noon = Date.parse('2026-12-01T12:00:00Z');
const person = (name: string): Principal => ({ kind: 'person', id: name, name, scopes: [], live: true });
const [ada, bob] = [person('Ada'), person('Bob')];
const definition: Omit<NewExperiment, 'key'> = {
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'short', weight: 0.5 },
  ],
  baseline: 'control',
  coverage: 1,
  metrics: ['pledge_conversion'],
};
const banner: NewFlag = {
  key: 'banner',
  type: 'boolean',
  description: '',
  default_value: false,
  rules: [],
  prerequisites: [],
  archived: false,
};
const context = { signal: new AbortController().signal, hold: () => Promise.resolve() };
const inMinutes = (minutes: number): string => new Date(noon + minutes * minuteMs).toISOString();
const times = (change: Partial<ExperimentSchedule>): ExperimentSchedule => ({
  start_at: null,
  close_at: null,
  stop_at: null,
  ...change,
});

describe('what is to happen by the clock', () => {
  const clock = new TestClock(noon);
  let database: TestDatabase;
  let service: TestService;
  let experiments: ExperimentService;
  let schedules: ExperimentScheduleService;
  let details: ExperimentDetailService;
  let handler: ScheduleRunHandler;
  const run = () => handler.run({}, context);
  const at = (minutes: number): void => void (clock.time = noon + minutes * minuteMs);
  const history = async (key: string) =>
    (await experiments.listChanges(key, { limit: 50 })).changes.map(({ action }) => action);

  beforeAll(async () => {
    database = await testDatabase();
    service = await testService({
      modules: [AccessModule, ExperimentModule, ScheduleRunModule],
      environment: { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl(), EXPERIMENT_REVIEW: 'required' },
      clock,
    });
    const get = <T>(type: new (...given: never[]) => T): T => service.app.get(type, { strict: false });
    experiments = get(ExperimentService);
    schedules = get(ExperimentScheduleService);
    details = get(ExperimentDetailService);
    handler = get(ScheduleRunHandler);
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });
  beforeEach(async () => {
    at(0);
    await database.database.pool.query('DELETE FROM schedule');
  });
  /** Approved, since here somebody else must have looked at it. */
  const approved = async (key: string): Promise<void> => {
    await experiments.create({ ...definition, key }, ada);
    await approve(key);
  };
  const approve = async (key: string): Promise<void> => {
    const { version } = await experiments.get(key);
    await service.app.get(ExperimentVersionService, { strict: false }).approve(key, { version }, bob);
  };

  const revive = async (key: string): Promise<void> => {
    const text = `UPDATE schedule SET state = 'pending', ended_at = NULL
      WHERE subject_key = $1 AND state = 'cancelled'`;
    await database.database.pool.query(text, [key]);
  };

  it('starts, closes and stops at its times, each once, by the system on somebody’s word', async () => {
    await approved('whole');
    const asked = times({
      start_at: inMinutes(10),
      close_at: inMinutes(20),
      stop_at: inMinutes(30),
      note: 'As agreed.',
    });
    const view = await schedules.put('whole', asked, ada);
    expect(view).toMatchObject({ start_at: asked.start_at, close_at: asked.close_at, stop_at: asked.stop_at });
    at(9);
    expect(await run()).toEqual({ done: 0, failed: 0 });
    at(10);
    // Two workers at once, and one more after a worker was killed behind its commit.
    const both = await Promise.all([run(), run()]);
    expect(both.reduce((sum, { done }) => sum + done, 0)).toBe(1);
    expect(await run()).toEqual({ done: 0, failed: 0 });
    at(20);
    await run();
    at(30);
    await run();
    expect(await history('whole')).toEqual(['stop', 'close', 'start', 'approve', 'create']);
    const { changes } = await experiments.listChanges('whole', { limit: 1 });
    expect(changes[0]).toMatchObject({
      by: { kind: 'system', id: 'Ada', name: 'the schedule of Ada' },
      note: 'Scheduled by Ada for 2026-12-01 12:30 UTC. As agreed.',
      differences: expect.arrayContaining([{ pointer: '/state', before: 'closed', after: 'stopped' }]),
    });
    const { rows } = await database.database.pool.query(
      "SELECT actor_kind, actor_name FROM audit WHERE action = 'experiment.start' AND subject_id = 'whole'",
    );
    expect(rows).toEqual([{ actor_kind: 'system', actor_name: 'the schedule of Ada' }]);
  });

  it('leaves no trace of a step whose job was taken over in the middle', async () => {
    await approved('taken');
    await schedules.put('taken', times({ start_at: inMinutes(1) }), ada);
    at(1);
    const lost = { ...context, hold: () => Promise.reject(new Error('Another worker has claimed this job.')) };
    await expect(handler.run({}, lost)).rejects.toThrow('Another worker');
    expect(await experiments.get('taken')).toMatchObject({ state: 'draft' });
    expect(await run()).toEqual({ done: 1, failed: 0 });
  });

  it('does what was missed in its order when the clock jumps, and says how late it is', async () => {
    await approved('late');
    const asked = times({ start_at: inMinutes(1), close_at: inMinutes(2), stop_at: inMinutes(3) });
    await schedules.put('late', asked, ada);
    at(-60);
    expect(await run()).toEqual({ done: 0, failed: 0 });
    at(123);
    expect(await run()).toEqual({ done: 3, failed: 0 });
    const { changes } = await experiments.listChanges('late', { limit: 3 });
    expect(changes.map(({ action }) => action)).toEqual(['stop', 'close', 'start']);
    expect(changes[2]?.note).toContain('2 h 2 min late');
    at(0);
    expect(await run()).toEqual({ done: 0, failed: 0 });
  });

  it('ends as failed, with the reason, when it has become impossible, and lets the others go on', async () => {
    await approved('possible');
    await experiments.create({ ...definition, key: 'unseen' }, ada);
    const asked = times({ start_at: inMinutes(5) });
    expect((await schedules.put('unseen', asked, ada)).warnings).toMatchObject([{ rule: 'approval' }]);
    expect((await schedules.put('possible', asked, ada)).warnings).toEqual([]);
    at(5);
    expect(await run()).toEqual({ done: 1, failed: 1 });
    const errorOf = async (key: string) => (await details.get(key)).schedule[0];
    expect(await errorOf('unseen')).toMatchObject({ state: 'failed', error: expect.stringContaining('approval') });
    expect(await experiments.get('possible')).toMatchObject({ state: 'running' });
    expect(await experiments.get('unseen')).toMatchObject({ state: 'draft' });
  });

  it('ends as cancelled, with the reason, at once when what was done by hand leaves it no future', async () => {
    const idle = { ...definition, variants: definition.variants.map(({ key }, index) => ({ key, weight: 1 - index })) };
    await experiments.create({ ...idle, key: 'overtaken' }, ada);
    await approve('overtaken');
    const asked = { ...times({ start_at: inMinutes(5), stop_at: inMinutes(9) }), note: 'As agreed.' };
    await schedules.put('overtaken', asked, ada);
    await experiments.act('overtaken', 'start', undefined, bob);
    const steps = async () => (await details.get('overtaken')).schedule;
    expect((await details.get('overtaken')).warnings).toMatchObject([{ rule: 'weight_of_nothing' }]);
    expect(await steps()).toMatchObject([
      { action: 'stop', state: 'pending', note: 'As agreed.' },
      { action: 'start', state: 'cancelled', note: 'As agreed. Cancelled, since Bob did start meanwhile.' },
    ]);
    await experiments.act('overtaken', 'stop', undefined, bob);
    expect((await steps()).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    // Nothing can be mended any more of what has ended.
    expect((await details.get('overtaken')).warnings).toEqual([]);

    const flags = service.app.get(FlagService, { strict: false });
    const publications = service.app.get(FlagScheduleService, { strict: false });
    await flags.create({ ...banner, key: 'overtaken' }, ada);
    await publications.put('overtaken', { publish_at: inMinutes(5) }, ada);
    await flags.publish('overtaken', undefined, bob);
    expect((await publications.get('overtaken')).steps).toMatchObject([
      { state: 'cancelled', note: 'Cancelled, since Bob did publish meanwhile.' },
    ]);
    at(9);
    expect(await run()).toEqual({ done: 0, failed: 0 });
  });

  it('waits out a pause, after which there may be enrolment to close', async () => {
    await approved('resting');
    await experiments.act('resting', 'start', undefined, bob);
    await schedules.put('resting', times({ close_at: inMinutes(5) }), ada);
    await experiments.act('resting', 'pause', undefined, bob);
    await experiments.act('resting', 'resume', undefined, bob);
    at(5);
    expect(await run()).toEqual({ done: 1, failed: 0 });
    expect(await experiments.get('resting')).toMatchObject({ state: 'closed' });
  });

  it('starts the definition that was scheduled, approved before or after, and no other', async () => {
    await experiments.create({ ...definition, key: 'same' }, ada);
    await approved('edited');
    for (const key of ['same', 'edited']) await schedules.put(key, times({ start_at: inMinutes(5) }), ada);
    await approve('same');
    await experiments.update('edited', { coverage: 0.1 }, ada);
    await approve('edited');
    // As where a process of the version before took the edit.
    await revive('edited');
    at(5);
    expect(await run()).toEqual({ done: 1, failed: 1 });
    expect(await experiments.get('same')).toMatchObject({ state: 'running' });
    expect(await experiments.get('edited')).toMatchObject({ state: 'draft' });
    expect((await details.get('edited')).schedule[0]).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('no longer the one whose start was scheduled'),
    });
  });

  it('is changed and cancelled as a whole, and what was before stays to be read', async () => {
    await approved('moved');
    await schedules.put('moved', times({ start_at: inMinutes(5), stop_at: inMinutes(9) }), ada);
    const moved = await schedules.put('moved', times({ start_at: inMinutes(7) }), bob);
    expect(moved).toMatchObject({ start_at: inMinutes(7), close_at: null, stop_at: null });
    expect(moved.steps.map(({ state }) => state)).toEqual(['pending', 'cancelled', 'cancelled']);
    at(6);
    expect(await run()).toEqual({ done: 0, failed: 0 });
    expect((await schedules.cancel('moved', ada)).start_at).toBeNull();
    at(8);
    expect(await run()).toEqual({ done: 0, failed: 0 });
    await expect(schedules.put('moved', times({ start_at: inMinutes(8) }), ada)).rejects.toMatchObject({
      problems: [{ pointer: '/start_at', rule: 'in_the_future' }],
    });
    await expect(schedules.put('nobody', times({}), ada)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('publishes the draft of a flag that was scheduled, and no other', async () => {
    const flags = service.app.get(FlagService, { strict: false });
    const publications = service.app.get(FlagScheduleService, { strict: false });
    await flags.create(banner, ada);
    await expect(flags.approve('banner', undefined, ada)).rejects.toThrow('Review is off');
    await publications.put('banner', { publish_at: inMinutes(5) }, ada);
    at(5);
    expect(await run()).toEqual({ done: 1, failed: 0 });
    expect(await flags.get('banner')).toMatchObject({ published: { default_value: false }, draft: null });
    await expect(publications.put('banner', { publish_at: inMinutes(9) }, ada)).rejects.toThrow('no draft');

    await flags.edit('banner', { default_value: true }, ada);
    await publications.put('banner', { publish_at: inMinutes(9) }, ada);
    await flags.edit('banner', { default_value: true }, bob);
    expect((await publications.get('banner')).publish_at).toBe(inMinutes(9));
    await flags.edit('banner', { description: 'another' }, bob);
    expect((await publications.get('banner')).steps[0]).toMatchObject({
      state: 'cancelled',
      note: 'Cancelled, since Bob did edit meanwhile.',
    });
    await revive('banner');
    at(9);
    expect(await run()).toEqual({ done: 0, failed: 1 });
    expect((await publications.get('banner')).steps[0]).toMatchObject({ state: 'failed' });
    expect(await flags.get('banner')).toMatchObject({ published: { default_value: false } });
    expect((await flags.listChanges('banner', { limit: 50 })).changes.at(-2)).toMatchObject({
      action: 'publish',
      by: { kind: 'system', name: 'the schedule of Ada' },
      note: 'Scheduled by Ada for 2026-12-01 12:05 UTC.',
    });
  });
});
