import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventSource } from 'eventsource';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature as Server, type Client } from '@openfeature/server-sdk';
import { OpenFeature as Web, type Provider } from '@openfeature/web-sdk';
import request from 'supertest';
import type { AssignmentAnswer } from '#libs/contracts';
import { FlagService } from '../support/flags.js';
import { postsOf, runAsModule, snippetsOf } from '../support/guide.js';
import { until } from '../support/until.js';

const guide = 'docs/guides/sdks.md';
const context = { targetingKey: 'v_123' };
const theme = { color: 'blue', sizes: [1, 2] };

describe('OpenFeature’s own SDKs', () => {
  let flags: FlagService;
  let baseUrl: string;
  let key: string;
  let variant: string;
  const headers = (): [string, string][] => [['authorization', `Bearer ${key}`]];

  beforeAll(async () => {
    flags = await FlagService.start();
    await flags.service.app.listen(0, '127.0.0.1');
    baseUrl = await flags.service.app.getUrl();
    key = await flags.service.key();
    await flags.experiment('form');
    await flags.publish('on', { default_value: true });
    await flags.publish('price', { type: 'number', default_value: 9.5 });
    await flags.publish('theme', { type: 'json', default_value: theme });
    await flags.publish('page', {
      type: 'string',
      default_value: 'old',
      rules: [{ id: 'test', kind: 'experiment', experiment: 'form', values: { a: 'long', b: 'short' } }],
    });
    const asked = await fetch(`${baseUrl}/v1/assignments`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: JSON.stringify({ units: { visitor: context.targetingKey }, experiments: ['form'] }),
    });
    variant = ((await asked.json()) as { assignments: [{ variant: string }] }).assignments[0].variant;
  });
  afterAll(() => flags.close());

  const exposed = async (unit: string): Promise<number> => {
    const text = "SELECT 1 FROM event_body WHERE event = '$experiment_started' AND distinct_id = $1";
    return (await flags.database.database.pool.query(text, [unit])).rows.length;
  };

  describe('on a server', () => {
    let client: Client;
    beforeAll(async () => {
      await Server.setProviderAndWait(new OFREPProvider({ baseUrl, headers: headers() }));
      client = Server.getClient();
    });
    afterAll(() => Server.close());

    it('give values of all four types, variants and reasons', async () => {
      expect(await client.getBooleanValue('on', false, context)).toBe(true);
      expect(await client.getNumberValue('price', 1, context)).toBe(9.5);
      expect(await client.getObjectValue('theme', {}, context)).toEqual(theme);
      expect(await client.getStringDetails('page', 'old', context)).toMatchObject({
        value: variant === 'a' ? 'long' : 'short',
        variant,
        reason: 'SPLIT',
        flagMetadata: { experiment: 'form', in_analysis: true, unit: 'visitor' },
      });
    });

    it('give the code’s default, and the protocol’s error, where there is no answer', async () => {
      expect(await client.getBooleanDetails('none', true, context)).toMatchObject({
        value: true,
        errorCode: 'FLAG_NOT_FOUND',
      });
      expect(await client.getBooleanDetails('on', false, {})).toMatchObject({
        value: false,
        errorCode: 'TARGETING_KEY_MISSING',
      });
      expect(await client.getBooleanDetails('on', false, { ...context, a: 'x'.repeat(9_000) })).toMatchObject({
        errorCode: 'INVALID_CONTEXT',
        errorMessage: expect.stringContaining('/context/a'),
      });
      expect(await client.getStringDetails('on', 'x', context)).toMatchObject({ errorCode: 'TYPE_MISMATCH' });
    });
  });

  describe('in a page’s manner', () => {
    beforeAll(() => {
      Object.assign(globalThis, { EventSource });
    });
    afterEach(() => Web.close());
    afterAll(() => {
      Reflect.deleteProperty(globalThis, 'EventSource');
    });
    // Its types are not written for exact optional properties.
    const provider = (options: object = {}): Provider =>
      new OFREPWebProvider({ baseUrl, headers: headers(), cacheMode: 'disabled', ...options }) as Provider;
    const start = async (options: object = {}): Promise<void> => {
      await Web.setContext(context);
      await Web.setProviderAndWait(provider(options));
    };

    it('give values of all four types and variants, and hear of a change from the stream', async () => {
      await start();
      const client = Web.getClient();
      expect(client.getBooleanValue('on', false)).toBe(true);
      expect(client.getNumberValue('price', 1)).toBe(9.5);
      expect(client.getObjectValue('theme', {})).toEqual(theme);
      expect(client.getStringDetails('page', 'old')).toMatchObject({ variant, reason: 'SPLIT' });
      await flags.publish('heard', { type: 'string', default_value: 'first' });
      await until(() => Promise.resolve(client.getStringValue('heard', 'none') === 'first'));
      await flags.change('heard', { default_value: 'second' });
      await until(() => Promise.resolve(client.getStringValue('heard', 'none') === 'second'));
    });

    it('poll with the tag, and get 304 until something changes', async () => {
      const statuses: number[] = [];
      const fetchImplementation = async (...given: Parameters<typeof fetch>): Promise<Response> => {
        const answer = await fetch(...given);
        statuses.push(answer.status);
        return answer;
      };
      await start({ changeDetection: 'polling', pollInterval: 30, fetchImplementation });
      await until(() => Promise.resolve(statuses.filter((status) => status === 304).length >= 3));
      const [first, ...later] = statuses;
      expect([first, new Set(later)]).toEqual([200, new Set([304])]);
      await flags.publish('polled', { default_value: true });
      await until(() => Promise.resolve(Web.getClient().getBooleanValue('polled', false)));
    });

    it('give up for good without a key that counts', async () => {
      const stranger = provider({ headers: [['x-api-key', 'none']] });
      await expect(Web.setProviderAndWait(stranger)).rejects.toMatchObject({ code: 'PROVIDER_FATAL' });
    });
  });

  it('run as the guide has it, and report exposures by its hook, of numbers too; it says what is refused', async () => {
    const server = snippetsOf(guide, 'js').find((code) => code.includes('OFREPProvider')) ?? '';
    const setUp = snippetsOf(guide, 'sh').find((code) => code.includes('"layout"')) ?? '';
    for (const { path, body } of postsOf(setUp))
      await flags.send('post', path, body).expect(({ status }) => expect(status).toBeLessThan(300));
    await flags.settled();
    const runFor = (asked: string) =>
      runAsModule(server.replace("{ targetingKey: 'v_123' }", asked), { URL: baseUrl, KEY: key });
    for (const [asked, visitor] of [
      ["{ targetingKey: 'v_123' }", 'v_123'],
      ["{ targetingKey: 'somebody', visitor: 4711 }", '4711'],
    ] as const) {
      const body = { units: { visitor }, experiments: ['new_layout'] };
      const answer = await request(baseUrl).post('/v1/assignments').set('x-api-key', key).send(body).expect(200);
      const assigned = (answer.body as AssignmentAnswer).assignments[0]?.variant;
      const { stdout, stderr } = await runFor(asked);
      const value = assigned === 'control' ? 'old' : 'new';
      expect(JSON.parse(stdout)).toEqual({ value, variant: assigned, reason: 'SPLIT' });
      expect(stderr).toBe('');
      await until(async () => (await exposed(visitor)) === 1);
    }
    const { stderr } = await runAsModule(server.replace("KEY}`, 'content-type'", "KEY}x`, 'content-type'"), {
      URL: baseUrl,
      KEY: key,
    });
    expect(stderr).toMatch(/^Exposures are lost:.*status: 401/s);
  });
});
