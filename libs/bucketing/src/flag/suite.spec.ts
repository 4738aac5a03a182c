import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { describeShared } from '../../../../test/support/shared.js';
import { positionOf } from '../hash/hash.js';
import { bucketRanges, chooseVariant, equalWeights } from '../hash/ranges.js';
import { StickyBuckets, stickyKey, stickyValue } from '../sticky/sticky-buckets.js';
import type { StickyDocument } from '../sticky/sticky-buckets.js';
import { queryOverride } from '../url/query-override.js';
import { redirectOf } from '../url/redirect.js';
import { compileTrial, hashOf, namespaceOf, rangeOf } from './compile-trial.js';
import { decryptPayload } from './decrypt.js';
import type { PayloadDefinition, RangeDefinition, TrialDefinition } from './definition.js';
import { Evaluation } from './evaluation.js';
import { compilePayload } from './payload.js';
import { reportFlag, reportRun } from './report.js';
import type { RunReport } from './report.js';
import { isInNamespace } from './run-trial.js';
import type { Subject } from './subject.js';

type Context = PayloadDefinition & Partial<Subject>;
interface Suite {
  hash: [seed: string, value: string, version: number, expected: number | null][];
  getBucketRange: [string, [count: number, coverage: number, weights: number[] | null], RangeDefinition[]][];
  getEqualWeights: [count: number, weights: number[]][];
  chooseVariation: [string, at: number, RangeDefinition[], expected: number][];
  inNamespace: [string, id: string, namespace: [string, number, number], expected: boolean][];
  getQueryStringOverride: [string, key: string, url: string, count: number, expected: number | null][];
  decrypt: [string, text: string, key: string, expected: string | null][];
  run: [string, Context, TrialDefinition, value: unknown, inExperiment: boolean, hashUsed: boolean][];
  feature: [string, Context, key: string, expected: object][];
  contextualBandit: [string, Context, key: string, expected: object][];
  stickyBucket: [string, Context, StickyDocument[], key: string, RunReport | null, Record<string, StickyDocument>][];
  urlRedirect: [string, Context, { inExperiment: boolean; urlRedirect: string; urlWithParams: string }[]][];
}

describeShared('the GrowthBook suite', 'data/growthbook/cases-0.8.0.json', (path) => {
  // A skipped suite is built too, without its file.
  const suite = JSON.parse(path === '' ? '{}' : readFileSync(path, 'utf8')) as Suite;
  const evaluationOf = (context: Context, sticky?: StickyBuckets): Evaluation =>
    new Evaluation(compilePayload(context), {
      attributes: {},
      ...context,
      ...(sticky === undefined ? {} : { sticky }),
    });
  const rounded = (range: RangeDefinition): number[] => range.map((bound) => Number(bound.toFixed(8)));

  it('hashes', () => {
    expect(suite.hash).toHaveLength(15);
    for (const [seed, value, version, expected] of suite.hash) {
      const hash = hashOf(seed, version);
      expect([seed, value, hash && positionOf(hash, value)]).toEqual([seed, value, expected]);
    }
  });

  it('lays out ranges', () => {
    expect(suite.getBucketRange).toHaveLength(13);
    for (const [name, [count, coverage, weights], expected] of suite.getBucketRange) {
      const ranges = bucketRanges(count, coverage, weights ?? []).map(({ lower, upper }) => rounded([lower, upper]));
      expect([name, ranges]).toEqual([name, expected.map(rounded)]);
    }
    expect(suite.getEqualWeights).toHaveLength(6);
    for (const [count, weights] of suite.getEqualWeights) {
      expect(equalWeights(count).map((one) => one.toFixed(8))).toEqual(weights.map((one) => one.toFixed(8)));
    }
  });

  it('chooses variations and keeps to namespaces', () => {
    expect(suite.chooseVariation).toHaveLength(13);
    for (const [name, at, ranges, expected] of suite.chooseVariation) {
      expect([name, chooseVariant(at, ranges.map(rangeOf))]).toEqual([name, expected]);
    }
    expect(suite.inNamespace).toHaveLength(16);
    for (const [name, id, namespace, expected] of suite.inNamespace) {
      const compiled = namespaceOf(namespace);
      expect([name, compiled && isInNamespace(compiled, id)]).toEqual([name, expected]);
    }
  });

  it('reads what a URL asks for', () => {
    expect(suite.getQueryStringOverride).toHaveLength(16);
    for (const [name, key, url, count, expected] of suite.getQueryStringOverride) {
      expect([name, queryOverride(key, url, count)]).toEqual([name, expected]);
    }
  });

  it('decrypts', async () => {
    expect(suite.decrypt).toHaveLength(10);
    for (const [name, text, key, expected] of suite.decrypt) {
      expect([name, await decryptPayload(text, key)]).toEqual([name, expected]);
    }
  });

  it('runs experiments', () => {
    expect(suite.run).toHaveLength(73);
    for (const [name, context, experiment, ...expected] of suite.run) {
      const { variation, inExperiment, hashUsed } = evaluationOf(context).trial(compileTrial(experiment));
      expect([name, variation.value, inExperiment, hashUsed]).toEqual([name, ...expected]);
    }
  });

  it('evaluates flags, and contextual bandits', () => {
    expect(suite.feature).toHaveLength(55);
    expect(suite.contextualBandit).toHaveLength(35);
    for (const [name, context, key, expected] of [...suite.feature, ...suite.contextualBandit]) {
      expect([name, reportFlag(evaluationOf(context).flag(key))]).toEqual([name, expected]);
    }
  });

  it('keeps buckets sticky', () => {
    expect(suite.stickyBucket).toHaveLength(13);
    for (const [name, context, documents, key, expected, expectedDocuments] of suite.stickyBucket) {
      // Clients load the documents of the subject only.
      const own = documents.filter(
        ({ attributeName, attributeValue }) => stickyValue(context.attributes?.[attributeName]) === attributeValue,
      );
      const sticky = new StickyBuckets(own);
      const { run } = evaluationOf(context, sticky).flag(key);
      expect([name, run && reportRun(run, key), sticky.all()]).toEqual([name, expected, expectedDocuments]);
      const changed = sticky.given().map((one) => stickyKey(one.attribute, one.value));
      for (const one of changed) expect(own).not.toContainEqual(expectedDocuments[one]);
    }
  });

  it('leads pages away', () => {
    expect(suite.urlRedirect).toHaveLength(4);
    for (const [name, context, expected] of suite.urlRedirect) {
      const evaluation = evaluationOf(context);
      const trials = (context.experiments ?? []).map((one) => compileTrial(one));
      const redirect = redirectOf(trials, context.url ?? '', (trial) => evaluation.trial(trial));
      const found =
        redirect === null
          ? []
          : [{ inExperiment: redirect.run.inExperiment, urlRedirect: redirect.target, urlWithParams: redirect.url }];
      expect([name, found]).toEqual([name, expected]);
    }
  });
});
