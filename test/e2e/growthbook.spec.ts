import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { contextLimits, type GrowthBookPayload } from '#libs/contracts';
import { PlantedFlags } from '../support/planted-flags.js';
import { until } from '../support/until.js';

/** Whatever tells who is meant, or where the hash puts them. */
const ofRules =
  /planted|seed|salt|weight|coverage|condition|filter|hashVersion|layer|group|"range|bucket"|"meta"|"id"/i;

describe('the GrowthBook protocol', () => {
  let planted: PlantedFlags;
  const keys = { local: '', remote: '', app: '' };

  const features = (key = keys.local) => request(planted.url).get(`/api/features/${key}`);
  const evaluate = (body: object, key = keys.remote) => request(planted.url).post(`/api/eval/${key}`).send(body);
  const payload = async (): Promise<GrowthBookPayload> => (await features().expect(200)).body;
  const visitors = Array.from({ length: 200 }, (_, index) => ({
    visitor: `v${index}`,
    country: index % 2 === 0 ? 'US' : 'DE',
    planted_age: index % 40,
    ...(index % 7 === 0 ? { planted_email: 'ada@planted.example' } : {}),
  }));

  beforeAll(async () => {
    planted = await PlantedFlags.start();
    keys.local = await planted.clientKey('local');
    keys.remote = await planted.clientKey('remote');
    keys.app = await planted.service.key({ name: 'app' });
  });
  afterAll(() => planted.close());

  describe('/api/features', () => {
    it('gives the rules of what is published to a local key, to be kept for a while', async () => {
      const { body, headers } = await features().expect(200);
      expect(headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'public, max-age=30, stale-while-revalidate=3600, stale-if-error=36000',
        'x-sse-support': 'enabled',
        'access-control-allow-origin': '*',
        etag: expect.stringMatching(/^"[\w-]{22}"$/),
      });
      expect(Object.keys(body.features)).toEqual(['banner', 'form', 'greeting', 'hint', 'plain']);
      expect(body.features.form.rules[0]).toMatchObject({ key: 'form', hashAttribute: 'visitor', weights: [0.5, 0.5] });
      expect(body.status).toBe(200);
    });

    it('gives no words of people about them, and no group that no rule names', async () => {
      const { text, body } = await features().expect(200);
      expect(body.savedGroups).toEqual({
        planted_staff: ['ada@planted.example'],
        planted_adults: { type: 'condition', condition: { planted_age: { $gte: 18 } } },
      });
      expect(text).not.toMatch(/description|hypothesis|analyst|unpublished|nobody@/);
    });

    it('gives nothing to who has it already, compressed on the way or not', async () => {
      const { headers } = await features().expect(200);
      const tag = headers['etag'] ?? '';
      for (const known of [tag, `W/${tag}`, `"other", ${tag}`]) {
        const answer = await features().set('if-none-match', known).expect(304);
        expect([answer.text, answer.headers['etag']]).toEqual(['', tag]);
      }
      await features().set('if-none-match', '"other"').expect(200);
    });

    it('says when the configuration changed, and that it has', async () => {
      const before = await payload();
      expect(await payload()).toEqual(before);
      const { etag } = (await features()).headers;
      await planted.publish('plain', { default_value: 'hello again' });
      await until(async () => (await payload()).dateUpdated > before.dateUpdated);
      const after = await features().expect(200);
      expect(after.headers['etag']).not.toBe(etag);
      expect(after.body.features.plain).toEqual({ defaultValue: 'hello again', rules: [] });
    });

    it('gives an archived flag’s default', async () => {
      await planted.send('post', '/v1/flags', {
        key: 'old',
        type: 'boolean',
        default_value: false,
        rules: [{ id: 'r', kind: 'force', value: true }],
      });
      await planted.publish('old', { archived: true });
      await until(async () => 'old' in (await payload()).features);
      expect((await payload()).features['old']).toEqual({ defaultValue: false });
    });
  });

  describe('/api/eval', () => {
    it('gives what the subject gets, and the exposures to report', async () => {
      const { body, headers } = await evaluate({
        attributes: visitors[0],
        forcedVariations: { form: 1 },
        forcedFeatures: [],
        url: '',
      }).expect(200);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-sse-support': 'enabled' });
      expect(body).toMatchObject({ status: 200, dateUpdated: (await payload()).dateUpdated });
      expect(body.features.greeting).toEqual({ defaultValue: 'colleague' });
      // Forced, so that no exposure of it counts.
      expect(body.features.form).toEqual({ defaultValue: 'short' });
      const [{ force, tracks }] = body.features.hint.rules;
      expect(force).toBe(body.features.hint.defaultValue);
      expect(tracks).toEqual([
        {
          experiment: { key: 'later', variations: [{}, {}] },
          result: {
            key: force === 7 ? 'short' : 'control',
            variationId: force === 7 ? 1 : 0,
            value: force,
            inExperiment: true,
            hashUsed: true,
            featureId: 'hint',
            stickyBucketUsed: false,
            hashAttribute: 'visitor',
            hashValue: 'v0',
          },
        },
      ]);
    });

    it('tells nothing of the rules, whoever is asked about', async () => {
      const texts = await Promise.all(
        visitors.map(async (attributes) => (await evaluate({ attributes }).expect(200)).text),
      );
      expect(JSON.stringify(await payload()).match(/planted/g)?.length).toBeGreaterThan(10);
      for (const text of texts) expect(text).not.toMatch(ofRules);
      // All of it could have been told: everybody's answers are among them.
      for (const value of ['colleague', 'american', 'stranger', '{"text":"new"}', '"short"', '"long"', ':7'])
        expect(texts.some((text) => text.includes(value))).toBe(true);
    });

    it('takes forced features as pairs or as an object, and ignores those that there are not', async () => {
      for (const forcedFeatures of [
        [
          ['plain', 'forced'],
          ['nothing', 1],
        ],
        { plain: 'forced', nothing: 1 },
      ]) {
        const { body } = await evaluate({ attributes: {}, forcedFeatures }).expect(200);
        expect(body.features.plain).toEqual({ defaultValue: 'forced' });
        expect(body.features).not.toHaveProperty('nothing');
      }
    });

    it('gives what the page’s URL asks for', async () => {
      const url = 'https://www.example.com/?form=1';
      const { body } = await evaluate({ attributes: visitors[1], url }).expect(200);
      expect(body.features.form).toEqual({ defaultValue: 'short' });
    });

    it('forces only variants of experiments that client keys may try out', async () => {
      const as = async (later: Record<string, number>, url = '') => {
        const forcedVariations = { form: 1, ...later };
        const { body } = await evaluate({ attributes: visitors[0], forcedVariations, url }).expect(200);
        return body.features.hint;
      };
      const usual = await as({});
      expect(usual.rules).toHaveLength(1);
      for (const place of [0, 1]) {
        expect(await as({ later: place })).toEqual(usual);
        expect(await as({}, `https://www.example.com/?later=${place}`)).toEqual(usual);
      }
      await planted.send('put', '/v1/experiments/later/forced', { qa: true });
      const forced = async (place: number) => (await as({ later: place })).defaultValue;
      await until(async () => (await forced(0)) === 0 && (await forced(1)) === 7);
    });

    it('takes a local key too', async () => {
      await evaluate({ attributes: {} }, keys.local).expect(200);
    });
  });

  it('gives nothing of an experiment that was stopped, but its baseline', async () => {
    await planted.send('post', '/v1/experiments/later/stop', {});
    await until(async () => !JSON.stringify(await payload()).includes('planted salt of later'));
    const { hint } = (await payload()).features;
    expect(hint?.rules?.at(-1)).toEqual({ id: 'planted_later', force: 0 });
    const { body } = await evaluate({ attributes: visitors[0] }).expect(200);
    expect(JSON.stringify(body)).not.toContain('later');
  });

  describe('what is wrong', () => {
    it.each([
      [{ attributes: 'x' }, '/attributes'],
      [{ attributes: {}, forcedVariations: { form: 'short' } }, '/forcedVariations/form'],
      [{ attributes: {}, forcedFeatures: [['plain']] }, '/forcedFeatures'],
      [{ attributes: {}, url: 'x'.repeat(8_001) }, '/url'],
      [[], ''],
    ])('is refused in the protocol’s words %#', async (body, pointer) => {
      const answer = await evaluate(body).expect(400);
      expect(answer.body).toEqual({ status: 400, error: expect.stringContaining(pointer) });
    });

    it('is what nobody can read, or nests too deep, or is too large', async () => {
      const raw = (text: string) => evaluate({}).set('content-type', 'application/json').send(text);
      expect((await raw('{').expect(400)).body).toEqual({ status: 400, error: expect.any(String) });
      await raw(`{"attributes":${'['.repeat(64)}${']'.repeat(64)}}`).expect(400);
      const large = JSON.stringify({ attributes: { x: 'x'.repeat(contextLimits.bodyBytes) } });
      const refusal = { status: 413, error: expect.stringContaining('262144 bytes') };
      expect((await raw(large).expect(413)).body).toEqual(refusal);
      const packed = await request(planted.url)
        .post(`/api/eval/${keys.remote}`)
        .set({ 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .serialize((given) => given)
        .send(gzipSync(large))
        .expect(413);
      expect(packed.body).toEqual(refusal);
      // Elsewhere it would be small enough: the rules of the route are asked, and find no exposure in it.
      const elsewhere = request(planted.url).post('/v1/exposures').set('x-api-key', keys.app);
      await elsewhere.send({ exposures: [{ note: 'x'.repeat(contextLimits.bodyBytes) }] }).expect(200);
    });

    it('is to ask for rules with a key that gets answers only', async () => {
      const { body, headers } = await features(keys.remote).expect(403);
      expect(body).toEqual({ status: 403, error: expect.stringContaining('remoteEval') });
      expect(headers).not.toHaveProperty('cache-control');
    });

    it('is to put a key into a path that is no client’s', async () => {
      await features(keys.app).expect(403);
      await evaluate({ attributes: {} }, keys.app).expect(403);
      await request(planted.url).get(`/sub/${keys.app}`).expect(403);
    });

    it('is a key that nobody knows, whatever else is sent', async () => {
      const { body } = await features('vc_live_unknown').set('x-api-key', keys.local).expect(401);
      expect(body).toEqual({ status: 401, error: expect.any(String) });
    });

    it('never shows a key in the figures', async () => {
      await features().expect(200);
      const { text } = await request(planted.url).get('/metrics').expect(200);
      expect(text).toContain('route="/api/features/:clientKey"');
      for (const key of Object.values(keys)) expect(text).not.toContain(key);
    });
  });
});
