import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Assessment, MetricReadout, Readout, ReportView, RunRows, SourceView } from '#libs/contracts';
import type { Truths } from '#libs/simulation';
import { areaUnderRoc } from '#libs/stats';
import { verdict as verdictOn } from '../support/command.js';
import { describeConsole } from '../support/console-suite.js';
import { dataFolder, Product, removeDataFolders } from '../support/product.js';

const minutes = 60_000;

/** What a newcomer gets from the two commands: the simulated company, whose truths are known. */
describe('a first start', () => {
  let product: Product;
  let truths: Truths;

  beforeAll(async () => {
    Product.build();
    product = await Product.start(dataFolder());
    await product.ready();
    truths = JSON.parse(readFileSync(join(product.data, 'simulated/truths.json'), 'utf8')) as Truths;
  }, 5 * minutes);

  afterAll(async () => {
    await product.stop();
    await removeDataFolders();
  }, minutes);

  const planted = (kind: string) => {
    const found = truths.experiments.find((experiment) => experiment.kind === kind);
    if (found === undefined) throw new Error(`No ${kind} was planted.`);
    return found;
  };

  const readout = (kind: string) => product.ask<Readout>(`/v1/experiments/${planted(kind).key}/results`);

  const relative = (results: Readout, metric: string) => {
    const found = results.metrics.find((one: MetricReadout) => one.metric.key === metric);
    const effect = found?.closed.effects[0]?.relative;
    if (effect?.kind !== 'estimate') throw new Error(`No estimate of ${metric}: ${JSON.stringify(effect)}`);
    return effect;
  };

  const verdict = (...parameters: string[]) => verdictOn(product.data, ...parameters);

  it('finds the planted winner, and its size', async () => {
    const effect = relative(await readout('winner'), 'pledge_conversion');
    expect(effect.interval.lower).toBeGreaterThan(0);
    expect(effect.interval.lower).toBeLessThan(planted('winner').pledgeFactor - 1);
    expect(effect.interval.upper).toBeGreaterThan((planted('winner').pledgeFactor - 1) / 2);
  });

  it('finds nothing where nothing was planted', async () => {
    const { interval } = relative(await readout('null'), 'pledge_conversion');
    expect(interval.lower).toBeLessThan(0);
    expect(interval.upper).toBeGreaterThan(0);
  });

  it('reads a verdict where one was planned', async () => {
    const verdictOf = async (kind: string) =>
      (await readout(kind)).metrics.find(({ primary }) => primary)?.verdicts.map(({ verdict }) => verdict);
    expect(await verdictOf('winner')).toEqual(['better']);
    expect(await verdictOf('null')).toEqual(['no_difference_found']);
    expect(await verdictOf('broken_split')).toEqual([]);
  });

  it('sees more pledges and less money where that was planted', async () => {
    const results = await readout('money_loser');
    expect(relative(results, 'pledge_conversion').interval.lower).toBeGreaterThan(0);
    expect(relative(results, 'collected_per_visitor').interval.upper).toBeLessThan(0);
  });

  it('flags the broken split and no other', async () => {
    for (const { kind, key } of truths.experiments) {
      const { sample_ratio } = await product.ask<Readout>(`/v1/experiments/${key}/results`);
      expect([kind, sample_ratio.kind === 'estimate' && sample_ratio.mismatch]).toEqual([
        kind,
        kind === 'broken_split',
      ]);
    }
  });

  it('has the company’s tables in the warehouse', async () => {
    const { tables } = await product.ask<SourceView>('/v1/sources/company');
    for (const { name, freshness } of tables)
      expect([name, freshness]).toMatchObject([name, { late: false, latest: { state: 'done', refused: null } }]);
    expect(tables.map(({ name, definition }) => [name, definition.entity?.name])).toEqual([
      ['backers', 'backer'],
      ['pledges', 'pledge'],
      ['projects', 'project'],
      ['rates', 'rate'],
    ]);
  });

  it('traces a number to its SQL', async () => {
    const results = await readout('winner');
    const query = await product.ask<{ text: string }>(`/v1/queries/${results.metrics[0]?.query.hash}`);
    expect(query.text).toMatch(/SELECT/);
  });

  it('answers analysts by name, on the command line', async () => {
    const range = ['--from', planted('winner').startedAt.slice(0, 10), '--to', new Date().toISOString().slice(0, 10)];
    const steps = ['Page View', 'Pledge'].flatMap((name) => ['--step', name]);
    const { out } = await verdict('report', 'funnel', ...range, '--json', ...steps);
    const { report, columns, rows } = JSON.parse(out) as { report: ReportView } & RunRows;
    const units = rows.map((row) => Number(row[columns.indexOf('units')]));
    expect(units[1]).toBeGreaterThan(0);
    expect(units[0]).toBeGreaterThan(units[1] ?? 0);
    const query = await product.ask<{ name: string }>(`/v1/queries/${String(report.hash)}`);
    expect(query.name).toBe('funnel/summarise_steps');
  });

  it('has computed what reports read day by day', async () => {
    const from = planted('winner').startedAt.slice(0, 10);
    const dayMs = 86_400_000;
    const to = new Date(Date.parse(from) + 13 * dayMs).toISOString().slice(0, 10);
    const { out } = await verdict('report', 'live-projects', '--from', from, '--to', to, '--json');
    expect((JSON.parse(out) as RunRows).rows).toHaveLength(14);
  });

  it('makes a key for a machine, and names a scope that is none', async () => {
    const made = await verdict('people', 'add-key', '--name', 'history', '--scopes', 'events:read');
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^vk_live_\S+\n$/) });
    const headers = { authorization: `Bearer ${made.out.trim()}` };
    const search = await fetch(`${product.url}/v1/history/search?q=pledge`, { headers });
    expect(search.status).toBe(200);
    expect((await fetch(`${product.url}/v1/experiments`, { headers })).status).toBe(403);
    const refused = await verdict('people', 'add-key', '--name', 'x', '--scopes', 'event:read');
    expect(refused).toMatchObject({ code: 1, error: expect.stringMatching(/event:read.*events:read/s) });
  });

  it('refuses a type of a value that is none', async () => {
    const refused = await verdict('warehouse', 'query', 'SELECT $1', '--value', 'timestmp:2026-03-01T00:00:00');
    expect(refused).toMatchObject({ code: 1, error: expect.stringMatching(/timestmp is no type: .*timestamp/) });
    const asked = await verdict('warehouse', 'query', 'SELECT $1 AS said', '--value', 'text:a:b', '--csv');
    expect(asked).toMatchObject({ code: 0, out: expect.stringMatching(/^said\s+a:b\s*$/) });
  });

  it('says of each number behind a score how usual it is', async () => {
    const { assessments } = await product.ask<{ assessments: Assessment[] }>('/v1/assessments?order=score&limit=20');
    const facts = assessments.flatMap(({ risk_score_reasons }) => risk_score_reasons.flatMap(({ reasons }) => reasons));
    const numbers = facts.filter(({ value }) => typeof value === 'number');
    expect(numbers.length).toBeGreaterThan(20);
    expect(numbers.filter(({ percentile }) => percentile === null)).toEqual([]);
    // What makes the riskiest pledges risky is rare.
    expect(numbers.some(({ percentile }) => (percentile ?? 0) > 95)).toBe(true);
  });

  it('ranks the planted frauds above the honest pledges', async () => {
    const frauds = new Set(truths.fraud.flatMap(({ pledges }) => pledges));
    const latest = new Map<string, number>();
    let cursor: string | null = null;
    do {
      const page: { assessments: Assessment[]; next_cursor: string | null } = await product.ask(
        `/v1/assessments?limit=200${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      for (const { pledge_id, risk_score } of page.assessments)
        if (!latest.has(pledge_id)) latest.set(pledge_id, risk_score);
      cursor = page.next_cursor;
    } while (cursor !== null);
    const ids = [...latest.keys()];
    const auc = areaUnderRoc(
      ids.map((id) => latest.get(id) ?? 0),
      ids.map((id) => frauds.has(id)),
    );
    expect(auc.kind).toBe('estimate');
    expect(auc.kind === 'estimate' ? auc.positives : 0).toBeGreaterThan(50);
    expect(auc.kind === 'estimate' ? auc.value : 0).toBeGreaterThan(0.9);
  });

  describeConsole(() => product);
});
