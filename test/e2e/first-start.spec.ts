import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Assessment, MetricReadout, Readout } from '#libs/contracts';
import type { Truths } from '#libs/simulation';
import { areaUnderRoc } from '#libs/stats';
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

  it('traces a number to its SQL', async () => {
    const results = await readout('winner');
    const query = await product.ask<{ text: string }>(`/v1/queries/${results.metrics[0]?.query.hash}`);
    expect(query.text).toMatch(/SELECT/);
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
});
