import {
  clearCache,
  GrowthBook,
  LocalStorageStickyBucketService,
  setPolyfills,
  type Options,
} from '@growthbook/growthbook';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventSource } from 'eventsource';
import request from 'supertest';
import type { AssignmentAnswer } from '#libs/contracts';
import { postsOf, runAsModule, snippetsOf } from '../support/guide.js';
import { PlantedFlags } from '../support/planted-flags.js';
import { until } from '../support/until.js';

const flags = ['plain', 'greeting', 'banner', 'form', 'hint'];

describe('the SDK of GrowthBook as it is published', () => {
  let planted: PlantedFlags;
  const keys = { local: '', remote: '' };
  const opened: GrowthBook[] = [];

  const sdk = (options: Options): GrowthBook => {
    const made = new GrowthBook({ apiHost: planted.url, ...options });
    opened.push(made);
    return made;
  };
  const local = (options: Options) => sdk({ clientKey: keys.local, ...options });
  const remote = (options: Options) => sdk({ clientKey: keys.remote, remoteEval: true, ...options });
  const visitor = (index: number) => ({
    visitor: `v${index}`,
    country: index % 2 === 0 ? 'US' : 'DE',
    planted_age: index % 40,
    ...(index % 7 === 0 ? { planted_email: 'ada@planted.example' } : {}),
  });

  beforeAll(async () => {
    planted = await PlantedFlags.start();
    keys.local = await planted.clientKey('local');
    keys.remote = await planted.clientKey('remote');
    setPolyfills({ EventSource });
  });
  beforeEach(() => clearCache());
  afterEach(() => {
    for (const one of opened.splice(0)) one.destroy();
  });
  afterAll(async () => {
    await clearCache();
    await planted.close();
  });

  it('gets the same by its own evaluation and by the server’s, exposures included', async () => {
    const seen = new Set<unknown>();
    for (let index = 0; index < 40; index++) {
      const met: Record<'local' | 'remote', unknown[]> = { local: [], remote: [] };
      const values: Record<'local' | 'remote', unknown[]> = { local: [], remote: [] };
      for (const [kind, make] of [
        ['local', local],
        ['remote', remote],
      ] as const) {
        const one = make({
          attributes: visitor(index),
          trackingCallback: ({ key }, { key: variation, hashAttribute, hashValue }) =>
            void met[kind].push([key, variation, hashAttribute, hashValue]),
        });
        expect(await one.init()).toMatchObject({ success: true });
        values[kind] = flags.map((flag) => one.getFeatureValue(flag, null));
      }
      expect(values.remote).toEqual(values.local);
      expect(met.remote).toEqual(met.local);
      seen.add(JSON.stringify(values.local));
    }
    expect(seen.size).toBeGreaterThan(8);
  });

  it.each(['local', 'remote'] as const)(
    'hears of a change by its stream, without a poll, with a %s key',
    async (kind) => {
      const one = (kind === 'local' ? local : remote)({ attributes: visitor(1) });
      await one.init({ streaming: true });
      const value = `changed for ${kind}`;
      await planted.publish('plain', { default_value: value });
      await until(async () => one.getFeatureValue('plain', '') === value);
    },
  );

  it('asks again when attributes change', async () => {
    const one = remote({ attributes: { visitor: 'v1' } });
    await one.init();
    expect(one.getFeatureValue('greeting', '')).toBe('stranger');
    await one.setAttributes({ visitor: 'v1', planted_email: 'ada@planted.example' });
    expect(one.getFeatureValue('greeting', '')).toBe('colleague');
  });

  it('tries a variant out and forces a value', async () => {
    const one = remote({ attributes: visitor(1), forcedVariations: { form: 1 } });
    one.setForcedFeatures(new Map([['plain', 'forced']]));
    await one.init();
    expect([one.getFeatureValue('form', ''), one.getFeatureValue('plain', '')]).toEqual(['short', 'forced']);
  });

  it('reports exposures from its callback, each once', async () => {
    const report = (key: string, exposure: object): Promise<Response> =>
      fetch(`${planted.url}/v1/exposures`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ exposures: [exposure] }),
      });
    const sent: Promise<Response>[] = [];
    const shown: string[] = [];
    for (const [kind, make] of [
      ['local', local],
      ['remote', remote],
    ] as const) {
      const one = make({
        attributes: { visitor: `met-${kind}` },
        trackingCallback: ({ key }, { key: variant, hashAttribute: type, hashValue: id }) =>
          void sent.push(report(keys[kind], { experiment: key, variant, unit: { type, id } })),
      });
      await one.init();
      for (let times = 0; times < 3; times++) shown[kind === 'local' ? 0 : 1] = one.getFeatureValue('form', '');
    }
    const answers = await Promise.all((await Promise.all(sent)).map((answer) => answer.json()));
    expect(answers.every((answer) => (answer as { accepted: number }).accepted === 1)).toBe(true);
    const variantOf = (value = '') => (value === 'short' ? 'short' : 'control');
    const exposures = await planted.exposures();
    expect(exposures).toEqual(
      ['met-local', 'met-remote'].map((unit, index) => ['form', variantOf(shown[index]), unit]),
    );
  });

  it('runs as the guide has it, of a number that is an id too, and says what is refused', async () => {
    const setUp = snippetsOf('docs/guides/sdks.md', 'sh').find((one) => one.includes('"button_text"')) ?? '';
    for (const { path, body } of postsOf(setUp)) await planted.send('post', path, body);
    const code = snippetsOf('docs/guides/sdks.md', 'js').find((one) => one.includes('trackingCallback')) ?? '';
    const runFor = (id: string, evaluation: 'local' | 'remote' = 'remote') => {
      const asked = code.replace("visitor: 'v-1'", `visitor: ${id}`);
      const adapted = asked.replace('remoteEval: true', `remoteEval: ${evaluation === 'remote'}`);
      const environment = { URL: planted.url, TOKEN: keys[evaluation] };
      return runAsModule(`const { URL, TOKEN } = process.env;\n${adapted}`, environment);
    };
    expect((await runFor("'v-1'")).stderr).not.toContain('lost');
    const asked = { units: { visitor: '4711' }, experiments: ['button'] };
    const answer = await request(planted.url).post('/v1/assignments').set('x-api-key', keys.remote).send(asked);
    const variant = (answer.body as AssignmentAnswer).assignments[0]?.variant ?? '';
    const { stdout, stderr } = await runFor('4711');
    expect(stdout).toBe(variant === 'control' ? 'Pledge\n' : 'Back this project\n');
    expect(stderr).not.toContain('lost');
    expect(await planted.exposures()).toContainEqual(['button', variant, '4711']);
    // Remote evaluation has nothing to report of what exposures refuse.
    expect((await runFor('[4711]')).stderr).not.toContain('lost');
    expect((await runFor('[4711]', 'local')).stderr).toMatch(/An exposure is lost:.*'\/unit\/id'/s);
  });

  it('keeps variants of a sticky experiment in buckets of its own', async () => {
    await planted.begin('kept', { sticky: true });
    await planted.send('post', '/v1/flags', {
      key: 'kept',
      type: 'string',
      default_value: '',
      rules: [{ id: 'kept', kind: 'experiment', experiment: 'kept', values: { control: 'long', short: 'short' } }],
    });
    await planted.publish('kept');
    await until(async () =>
      (await (await fetch(`${planted.url}/api/features/${keys.local}`)).text()).includes('"kept"'),
    );
    const stored = new Map<string, string>();
    const stickyBucketService = new LocalStorageStickyBucketService({
      localStorage: {
        getItem: (key: string) => stored.get(key) ?? null,
        setItem: (key: string, value: string) => void stored.set(key, value),
      },
    });
    const give = async (): Promise<string> => {
      const one = local({ attributes: { visitor: 'v1' }, stickyBucketService });
      await one.init({ skipCache: true });
      return one.getFeatureValue('kept', '');
    };
    const first = await give();
    expect(stored.size).toBe(1);
    // As another variant was given before: the bucket counts, not the hash.
    const other = first === 'short' ? 'control' : 'short';
    for (const [key, text] of stored) stored.set(key, text.replace(/"(short|control)"/, `"${other}"`));
    expect(await give()).toBe(other === 'short' ? 'short' : 'long');
  });
});
