import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';
import type { Readout } from '#libs/contracts';
import {
  ExperimentRefreshHandler,
  ExperimentRepository,
  LookRepository,
  ReadingRepository,
  pinnedMetrics,
  readoutOf,
  ResultTable,
  WarehouseReader,
} from '#libs/experimentation';
import { SqlCatalogue } from '#libs/postgres';
import { simulateCompany } from '#libs/simulation';
import { publishedRelations } from '#libs/warehouse';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { experimentService } from '../support/experiments.js';
import { Pipeline } from '../support/pipeline.js';

const until = new Date('2026-11-24T00:00:00Z');
const atOnce = 5_000;

/** The simulated company's events through log, buckets and warehouse; its planted truths must come out. */
describe('the planted effects', () => {
  const company = simulateCompany({ seed: 1, days: 85, scale: 'small', until });
  const readouts = new Map<string, Readout>();
  let postgres: TestDatabase;
  let pipeline: Pipeline;

  beforeAll(async () => {
    postgres = await testDatabase();
    const { database } = postgres;
    pipeline = new Pipeline(database, until.getTime());
    await pipeline.open();
    let batch = [];
    for (const event of company.events()) {
      batch.push({ ...event, live: true });
      if (batch.length < atOnce) continue;
      await pipeline.append(batch);
      batch = [];
    }
    await pipeline.append(batch);
    await pipeline.settle();
    const repository = new ExperimentRepository(database);
    const service = experimentService(database, pipeline.clock);
    const reader = new WarehouseReader(
      pipeline.warehouse,
      SqlCatalogue.load(join(projectRoot(), 'sql/warehouse')),
      () => publishedRelations(database),
    );
    const handler = new ExperimentRefreshHandler(
      database,
      pipeline.clock,
      reader,
      new ResultTable(database, pipeline.warehouse),
    );
    for (const { startedAt, enrolmentClosedAt, stoppedAt, ...definition } of company.experiments) {
      const { key } = definition;
      await service.restore(
        { ...definition, variants: [...definition.variants], metrics: [...definition.metrics] },
        {
          startedAt,
          ...(enrolmentClosedAt === undefined ? {} : { enrolmentClosedAt }),
          ...(stoppedAt === undefined ? {} : { stoppedAt }),
        },
      );
      await handler.run(
        { experiment_key: key },
        { signal: new AbortController().signal, saved: null, checkpoint: () => Promise.resolve() },
      );
      const experiment = await repository.find(key);
      const reading = await new ReadingRepository(database).findLatest(key);
      if (experiment !== undefined && reading !== undefined) {
        const looks = await new LookRepository(database).list(experiment);
        const metrics = await pinnedMetrics(database, experiment.pinnedMetrics ?? []);
        readouts.set(key, readoutOf(experiment, metrics, reading, looks));
      }
    }
  }, 300_000);
  afterAll(async () => {
    await pipeline.close();
    await postgres.close();
  });

  const planted = (kind: string) => {
    const truth = company.truths.experiments.find((one) => one.kind === kind);
    const readout = readouts.get(truth?.key ?? '');
    if (truth === undefined || readout === undefined) throw new Error(`Nothing was planted as ${kind}.`);
    const metric = (key: string) => {
      const found = readout.metrics.find((one) => one.metric.key === key);
      const effect = found?.closed.effects.find(({ variant }) => variant === truth.treatment);
      if (effect?.relative.kind !== 'estimate') throw new Error(`${truth.key} has no effect on ${key}.`);
      return effect.relative;
    };
    return { truth, readout, metric };
  };

  it('show the winner, with the planted factor within the interval', () => {
    const { truth, readout, metric } = planted('winner');
    const { interval, p_value } = metric('pledge_conversion');
    expect(p_value).toBeLessThan(0.05);
    expect(interval.lower).toBeGreaterThan(0);
    expect(interval.lower).toBeLessThan(truth.pledgeFactor - 1);
    expect(interval.upper).toBeGreaterThan(truth.pledgeFactor - 1);
    expect(readout.sample_ratio).toMatchObject({ mismatch: false });
  });

  it('give the verdicts that were planned, and none on windows that are open', () => {
    const { truth, readout } = planted('winner');
    const all = readout.metrics.filter(({ reading }) => reading === 'all');
    expect(all.map(({ metric, validity, verdicts }) => [metric.key, validity, verdicts])).toEqual([
      ['pledge_conversion', 'see_looks', [{ variant: truth.treatment, verdict: 'better' }]],
      ['pledged_per_visitor', 'final', [{ variant: truth.treatment, verdict: expect.any(String) }]],
      ['collected_per_visitor', 'before_planned_end', []],
    ]);
    expect(readout.units.planned).toBeGreaterThan(9_000);
    expect(readout.plan?.decision).toMatchObject({ kind: 'ship', variant: truth.treatment });
    const none = planted('null');
    expect(none.readout.plan?.decision.kind).toBe('do_not_ship');
    expect(none.readout.metrics.find(({ primary }) => primary)?.verdicts).toEqual([
      { variant: none.truth.treatment, verdict: 'no_difference_found' },
    ]);
  });

  it('show the winner by what units did before, too, and how little that explains of who is new', () => {
    const { truth, readout } = planted('winner');
    const adjusted = readout.metrics.find(({ metric }) => metric.key === 'pledge_conversion')?.adjusted;
    if (adjusted?.kind !== 'adjusted') throw new Error('It was not adjusted.');
    const [effect] = adjusted.effects;
    if (effect?.relative.kind !== 'estimate') throw new Error('It has no effect.');
    const { interval } = effect.relative;
    expect(interval.lower).toBeGreaterThan(0);
    expect(interval.lower).toBeLessThan(truth.pledgeFactor - 1);
    expect(interval.upper).toBeGreaterThan(truth.pledgeFactor - 1);
    expect(adjusted.variance_reduction).toBeGreaterThan(-0.001);
    expect(adjusted.text).toMatch(/^The same in the 14 days before the exposure (takes|explains)/);
  });

  it('are of variants that were alike before, and whose split held on every day', () => {
    for (const kind of ['winner', 'null', 'money_loser']) {
      const { readout } = planted(kind);
      expect(readout.balance).toMatchObject({ alarm: false });
      expect(readout.sample_ratio_over_time).toMatchObject({ kind: 'estimate', alarm: false, since: null });
    }
  });

  it('do not show one where there is none', () => {
    const { readout, metric } = planted('null');
    const { interval, p_value } = metric('pledge_conversion');
    expect(p_value).toBeGreaterThan(0.05);
    expect(interval.lower).toBeLessThan(0);
    expect(interval.upper).toBeGreaterThan(0);
    expect(readout.sample_ratio).toMatchObject({ mismatch: false });
  });

  it('show that more pledges can be less money, once all windows are closed', () => {
    const { readout, metric } = planted('money_loser');
    expect(metric('pledge_conversion').interval.lower).toBeGreaterThan(0);
    expect(metric('collected_per_visitor').interval.upper).toBeLessThan(0);
    const money = readout.metrics.find((one) => one.metric.key === 'collected_per_visitor');
    expect(money?.maturity.final).toBe(true);
    // Its plan has not forgotten the money.
    expect(readout.metrics[0]?.verdicts).toMatchObject([{ verdict: 'better' }]);
    expect(readout.plan?.decision).toMatchObject({
      kind: 'do_not_ship',
      why: expect.stringContaining('collected_per_visitor'),
    });
  });

  it('flag the broken split, and give no verdict on it', () => {
    const { readout } = planted('broken_split');
    expect(readout.sample_ratio).toMatchObject({ kind: 'estimate', mismatch: true });
    expect(readout.notes[0]?.code).toBe('sample_ratio_mismatch');
    // Exposures were lost from the first day on.
    const { startedAt } = company.experiments.find(({ key }) => key === readout.experiment)!;
    const overTime = readout.sample_ratio_over_time;
    expect(overTime).toMatchObject({ kind: 'estimate', alarm: true });
    if (overTime?.kind === 'estimate')
      expect(Date.parse(overTime.since ?? '') - Date.parse(startedAt)).toBeLessThan(14 * 86_400_000);
    expect(readout.metrics.flatMap(({ verdicts }) => verdicts)).toEqual([]);
  });

  it('count the people who met both variants on two browsers, as the events say', () => {
    const backers = new Map<unknown, unknown>();
    for (const { properties } of company.events())
      if (properties['$device_id'] !== undefined && !backers.has(properties['$device_id']))
        backers.set(properties['$device_id'], properties['$user_id']);
    const met = new Map<string, Map<unknown, Set<unknown>>>();
    for (const { event, distinct_id, properties } of company.events()) {
      const backer = backers.get(distinct_id);
      if (event !== '$experiment_started' || backer === undefined) continue;
      const people = met.get(String(properties['Experiment name'])) ?? new Map<unknown, Set<unknown>>();
      people.set(backer, (people.get(backer) ?? new Set()).add(properties['Variant name']));
      met.set(String(properties['Experiment name']), people);
    }
    const several: number[] = [];
    for (const { key } of company.experiments) {
      const variants = [...(met.get(key)?.values() ?? [])];
      several.push(variants.filter(({ size }) => size > 1).length);
      expect(readouts.get(key)?.people).toMatchObject({ signed_in: variants.length, several_variants: several.at(-1) });
    }
    expect(Math.max(...several)).toBeGreaterThan(5);
  });
});
