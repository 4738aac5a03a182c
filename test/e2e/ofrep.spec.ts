import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import request, { type Response, type Test } from 'supertest';
import { contextLimits, type OfrepBulk, type OfrepSuccess } from '#libs/contracts';
import { FlagService } from '../support/flags.js';
import { OfrepDescription } from '../support/ofrep.js';
import { describeShared } from '../support/shared.js';

const bulk = '/ofrep/v1/evaluate/flags';
const one = (key: string): string => `${bulk}/${key}`;

describeShared('OFREP', 'data/ofrep/openapi.yaml', (file) => {
  let flags: FlagService;
  let description: OfrepDescription;
  let key: string;

  const ask = (path: string, body: string | object | undefined, token = key): Test =>
    request(flags.service.app.getHttpServer())
      .post(path)
      // One and the same, as clients have it: links lead to where they asked.
      .set('host', 'flags.example.com')
      .set('authorization', `Bearer ${token}`)
      .set('content-type', 'application/json')
      .send(body);
  /** Every answer is as the protocol's file has it. */
  const valid = async (test: Test): Promise<Response> => {
    const answer = await test;
    const path = new URL(answer.request.url).pathname;
    expect(description.faultsOf(path, answer.status, answer.body)).toEqual([]);
    return answer;
  };
  const about = (context: object = {}) => ({ context: { targetingKey: 'u1', ...context } });
  const single = async (flag: string, context: object = {}): Promise<OfrepSuccess> =>
    (await valid(ask(one(flag), about(context)))).body as OfrepSuccess;

  beforeAll(async () => {
    description = new OfrepDescription(file);
    flags = await FlagService.start();
    key = await flags.service.key();
    await flags.experiment('form');
    await flags.publish('plain', { default_value: true });
    await flags.publish('text', { type: 'string', default_value: 'none' });
    await flags.publish('price', { type: 'number', default_value: 9.5 });
    await flags.publish('theme', { type: 'json', default_value: { color: 'blue', sizes: [1, 2] } });
    await flags.publish('staff', {
      rules: [{ id: 'company', kind: 'force', value: true, condition: { email: { $regex: '@example[.]com$' } } }],
    });
    await flags.publish('half', { rules: [{ id: 'half', kind: 'rollout', value: true, coverage: 0.5 }] });
    await flags.publish('layout', {
      type: 'string',
      default_value: 'old',
      rules: [{ id: 'test', kind: 'experiment', experiment: 'form', values: { a: 'long', b: 'short' } }],
    });
    await flags.publish('closed', {
      default_value: true,
      archived: true,
      rules: [{ id: 'f', kind: 'force', value: false }],
    });
    await flags.publish('gated', { default_value: true, prerequisites: [{ flag: 'staff' }] });
    await flags.send('post', '/v1/flags', { key: 'draft', type: 'boolean', default_value: true }).expect(201);
  });
  afterAll(() => flags.close());

  it.each<[string, object, object]>([
    ['plain', {}, { value: true, reason: 'STATIC', metadata: { source: 'defaultValue' } }],
    ['text', {}, { value: 'none', reason: 'STATIC' }],
    ['price', {}, { value: 9.5, reason: 'STATIC' }],
    ['theme', {}, { value: { color: 'blue', sizes: [1, 2] }, reason: 'STATIC' }],
    ['staff', {}, { value: false, reason: 'STATIC' }],
    ['staff', { email: 'a@example.com' }, { value: true, reason: 'TARGETING_MATCH', metadata: { rule: 'company' } }],
    ['closed', {}, { value: true, reason: 'DISABLED' }],
    ['gated', { email: 'a@example.com' }, { value: true, reason: 'STATIC' }],
  ])('answers what %s gives to %j', async (flag, context, expected) => {
    const { version: configuration_version } = flags.snapshots;
    const answer = await single(flag, context);
    expect(answer).toMatchObject({ key: flag, ...expected });
    expect(answer).not.toHaveProperty('variant');
    expect(answer.metadata).toMatchObject({ configuration_version });
  });

  it('leaves the value to the code where a prerequisite is not met', async () => {
    const answer = await single('gated');
    expect(answer).toMatchObject({ reason: 'DISABLED', metadata: { source: 'prerequisite' } });
    expect(answer).not.toHaveProperty('value');
  });

  it('says of a share that it is one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => single('half', { targetingKey: `u${index}` })),
    );
    expect(new Set(answers.map(({ value, reason }) => `${String(value)} ${reason}`))).toEqual(
      new Set(['true SPLIT', 'false STATIC']),
    );
  });

  it('gives a visitor the variant that assignments give, with all that an exposure needs', async () => {
    for (const visitor of ['v1', 'v2', 'v3', 'v4', 'v5', 'v6']) {
      const { body } = await ask('/v1/assignments', { units: { visitor }, experiments: ['form'] }).expect(200);
      const [{ variant }] = body.assignments as [{ variant: string }];
      const expected = {
        value: variant === 'a' ? 'long' : 'short',
        variant,
        reason: 'SPLIT',
        metadata: {
          source: 'experiment',
          rule: 'test',
          experiment: 'form',
          run_reason: 'hashed',
          in_analysis: true,
          unit: 'visitor',
          unit_attribute: 'visitor',
        },
      };
      expect(await single('layout', { targetingKey: visitor })).toMatchObject(expected);
      expect(await single('layout', { targetingKey: 'somebody', visitor })).toMatchObject(expected);
    }
  });

  it('gives everything at once, drafts excepted, and where changes are told', async () => {
    const { body, headers } = await valid(ask(bulk, about()));
    const answer = body as OfrepBulk;
    expect(answer.flags.map((flag) => flag.key)).toEqual(
      ['closed', 'gated', 'half', 'layout', 'plain', 'price', 'staff', 'text', 'theme'].toSorted(),
    );
    expect(headers['etag']).toMatch(/^"[\w-]+"$/);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.metadata).toEqual({ configuration_version: flags.snapshots.version });
    const [stream] = answer.eventStreams ?? [];
    expect(stream).toMatchObject({ type: 'sse', inactivityDelaySec: 120 });
    expect(new URL(stream?.url ?? '').pathname).toBe('/ofrep/v1/events');
    expect(stream?.url).not.toContain(key);
  });

  it('gives one flag what it has among all', async () => {
    const value = fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean(), fc.constant(null));
    const context = fc.record(
      {
        targetingKey: fc.string({ minLength: 1, maxLength: 12 }),
        visitor: fc.string({ maxLength: 12 }),
        email: fc.oneof(fc.constantFrom('a@example.com', 'b@example.org'), value),
        other: value,
      },
      { requiredKeys: ['targetingKey'] },
    );
    await fc.assert(
      fc.asyncProperty(context, async (some) => {
        const { body } = await valid(ask(bulk, { context: some }));
        for (const flag of (body as OfrepBulk).flags)
          expect((await valid(ask(one(flag.key), { context: some }))).body).toEqual(flag);
      }),
      { numRuns: 25 },
    );
  });

  it('answers 304 exactly where nothing would differ', async () => {
    const contexts = Array.from({ length: 12 }, (_, index) => about({ targetingKey: `u${index}` }));
    const answers = await Promise.all(contexts.map((context) => valid(ask(bulk, context))));
    for (const [index, { headers, text }] of answers.entries())
      for (const [other, context] of contexts.entries()) {
        const again = await ask(bulk, context).set('if-none-match', headers['etag'] ?? '');
        const isSame = answers[other]?.text === text;
        expect([index, other, again.status]).toEqual([index, other, isSame ? 304 : 200]);
        expect(again.text).toBe(isSame ? '' : answers[other]?.text);
        expect(again.headers['etag']).toBe(answers[other]?.headers['etag']);
      }
  });

  it('knows its tag in a list and as a proxy weakens it, and takes * for none', async () => {
    const tag = (await ask(bulk, about())).headers['etag'] ?? '';
    const again = (known: string) => ask(bulk, about()).set('if-none-match', known);
    await again(`"other", W/${tag}`).expect(304);
    await again('*').expect(200);
    await again('"other"').expect(200);
  });

  it('has another tag after a change', async () => {
    await flags.publish('late', { default_value: false });
    const before = await ask(bulk, about());
    await flags.change('late', { default_value: true });
    const after = await ask(bulk, about())
      .set('if-none-match', before.headers['etag'] ?? '')
      .expect(200);
    expect((after.body as OfrepBulk).flags.find((flag) => flag.key === 'late')?.value).toBe(true);
  });

  it('takes test keys and client keys, in either field', async () => {
    const test = await flags.service.key({ live: false });
    const client = await flags.service.key({ kind: 'client' });
    for (const token of [test, client]) await valid(ask(bulk, about(), token).expect(200));
    await request(flags.service.app.getHttpServer()).post(one('plain')).set('x-api-key', key).send(about()).expect(200);
  });

  const long = 'x'.repeat(contextLimits.text + 1);
  let deep: unknown = 1;
  for (let depth = 0; depth <= contextLimits.depth; depth++) deep = [deep];
  it.each<[string, string | object | undefined, string, string]>([
    ['no JSON', '{"context":', 'PARSE_ERROR', 'The body: the body is not JSON (rule: json)'],
    ['no object', '[]', 'PARSE_ERROR', 'The body: an object with a context is expected (rule: object)'],
    ['nothing', undefined, 'PARSE_ERROR', 'The body:'],
    ['too deep a body', `{"context":${'['.repeat(40)}${']'.repeat(40)}}`, 'PARSE_ERROR', '(rule: depth)'],
    ['no context', {}, 'INVALID_CONTEXT', '/context: an object with a targetingKey is expected (rule: object)'],
    ['a context that is none', { context: 'u1' }, 'INVALID_CONTEXT', '/context:'],
    ['no targeting key', { context: {} }, 'TARGETING_KEY_MISSING', '/context/targetingKey: missing'],
    ['an empty one', { context: { targetingKey: '' } }, 'TARGETING_KEY_MISSING', '(rule: targeting_key)'],
    ['a null one', { context: { targetingKey: null } }, 'TARGETING_KEY_MISSING', '/context/targetingKey'],
    ['a number as one', { context: { targetingKey: 1 } }, 'INVALID_CONTEXT', '/context/targetingKey: text is expected'],
    ['too long a one', { context: { targetingKey: 'x'.repeat(256) } }, 'INVALID_CONTEXT', '(rule: length)'],
    ['too long a text', about({ a: { b: long } }), 'INVALID_CONTEXT', '/context/a: at most 8000 characters'],
    ['too much text', about({ a: Array.from({ length: 9 }, () => long.slice(1)) }), 'INVALID_CONTEXT', '(rule: size)'],
    ['too many values', about({ a: Array.from({ length: 1_001 }, () => 1) }), 'INVALID_CONTEXT', '(rule: size)'],
    ['too deep an attribute', about({ a: deep }), 'INVALID_CONTEXT', '/context/a: at most 8 lists'],
    ['text that is none', '{"context":{"targetingKey":"u","a":"\\u0000"}}', 'INVALID_CONTEXT', '/context/a'],
    ['too large a body', about({ a: 'x'.repeat(contextLimits.bodyBytes) }), 'INVALID_CONTEXT', 'than the 262144 bytes'],
  ])('refuses %s, naming the field and the rule', async (_, body, errorCode, detail) => {
    for (const path of [bulk, one('plain')]) {
      const answer = await valid(ask(path, body));
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        errorCode,
        errorDetails: expect.stringContaining(detail),
        ...(path === bulk ? {} : { key: 'plain' }),
      });
    }
  });

  it('refuses another type of content, and a refetch that says nonsense', async () => {
    const answer = await valid(ask(bulk, 'context').set('content-type', 'text/plain'));
    expect([answer.status, answer.body.errorCode]).toEqual([400, 'PARSE_ERROR']);
    const twice = await valid(ask(`${bulk}?flagConfigEtag=1&flagConfigEtag=2`, about()));
    expect([twice.status, twice.body.errorCode]).toEqual([400, 'GENERAL']);
    await valid(ask(`${bulk}?flagConfigEtag=nonsense&flagConfigLastModified=1&tenant=a`, about()).expect(200));
  });

  it('does not know flags that are not published', async () => {
    for (const flag of ['draft', 'none', '__proto__']) {
      const { status, body } = await valid(ask(one(flag), about()));
      expect([status, body]).toEqual([
        404,
        { key: flag, errorCode: 'FLAG_NOT_FOUND', errorDetails: `No flag ${flag} is published.` },
      ]);
    }
  });

  it('refuses strangers, and keys that may not', async () => {
    const other = await flags.service.key({ scopes: ['events:write'] });
    for (const path of [bulk, one('plain')]) {
      const stranger = await valid(ask(path, about(), 'vk_nobody'));
      expect([stranger.status, stranger.headers['www-authenticate']]).toEqual([401, 'Bearer realm="verdict"']);
      const forbidden = await valid(ask(path, about(), other));
      expect([forbidden.status, forbidden.body]).toEqual([403, { errorDetails: expect.stringContaining('scope') }]);
    }
  });

  it('says when to come back to whom asks too often', async () => {
    const few = await FlagService.start({ RATE_LIMIT_PER_MINUTE: '3' });
    try {
      const token = await few.service.key();
      const again = (path: string) =>
        request(few.service.app.getHttpServer()).post(path).set('authorization', `Bearer ${token}`).send(about());
      for (let count = 0; count < 3; count++) await again(bulk).expect(200);
      for (const path of [bulk, one('plain')]) {
        const { headers, body } = await valid(again(path).expect(429));
        expect(Number(headers['retry-after'])).toBeGreaterThan(0);
        expect(body.errorDetails).toContain('Too many requests');
      }
    } finally {
      await few.close();
    }
  });

  it('says what it cannot help in the file’s words, and no more than that', async () => {
    const { snapshots } = flags;
    const held = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(snapshots), 'current');
    Object.defineProperty(snapshots, 'current', {
      configurable: true,
      get: () => {
        throw new Error('secret');
      },
    });
    try {
      for (const path of [bulk, one('plain')]) {
        const { status, body } = await valid(ask(path, about()));
        expect([status, Object.keys(body as object)]).toEqual([500, ['errorDetails']]);
        expect(body.errorDetails).not.toContain('secret');
      }
    } finally {
      Object.defineProperty(snapshots, 'current', held ?? {});
    }
  });
});
