import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { roleScopes, type EvaluationAnswer } from '#libs/contracts';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { sharedPath } from '../support/shared.js';

interface Context {
  readonly [part: string]: unknown;
  readonly attributes?: Record<string, unknown>;
  readonly url?: string;
  readonly forcedVariations?: Record<string, number>;
  readonly enabled?: boolean;
  readonly qaMode?: boolean;
}
interface StickyDocument {
  readonly attributeName: string;
  readonly attributeValue: string;
}

const suite = sharedPath('data/growthbook/cases-0.8.0.json');

describe('evaluating a payload over HTTP', () => {
  let database: TestDatabase;
  let service: TestService;
  let address: string;
  let key: string;

  const post = (body: object, token = key) => request(address).post('/v1/evaluate').set('x-api-key', token).send(body);
  const ask = async (body: object): Promise<EvaluationAnswer> => {
    const answer = await post(body);
    if (answer.status !== 200) throw new Error(JSON.stringify({ answer: answer.body, body }));
    return answer.body;
  };
  /** What the suite calls a context: payload and subject in one. */
  const split = ({ attributes = {}, url, forcedVariations, enabled, qaMode, ...payload }: Context) => ({
    payload,
    subject: { attributes, url, forced_variations: forcedVariations, enabled, qa_mode: qaMode },
  });

  beforeAll(async () => {
    database = await testDatabase();
    const environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() };
    service = await testService({ modules: [AccessModule, ExperimentModule], environment });
    await service.app.listen(0, '127.0.0.1');
    address = await service.app.getUrl();
    key = await service.key({ name: 'admin', scopes: [...roleScopes.admin] });
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  it('is for admins, with test keys too, as it changes nothing', async () => {
    await post({}, await service.key({ scopes: [...roleScopes.analyst] })).expect(403);
    await post({}, await service.key({ scopes: ['flags:evaluate'], live: false })).expect(200);
  });

  it('says why, in the form of the clients, and what was made sticky', async () => {
    const rule = {
      id: 'r1',
      key: 'form',
      variations: ['long', 'short'],
      meta: [{ key: 'a' }, { key: 'b' }],
      hashVersion: 2,
    };
    const body = {
      payload: { features: { form: { defaultValue: 'long', rules: [rule] }, other: { defaultValue: 1 } } },
      subject: { attributes: { id: 'u1' }, forced_flags: { other: 2 } },
      sticky_documents: [{ attributeName: 'id', attributeValue: 'u1', assignments: { form__0: 'b' } }],
    };
    const { flags, sticky_documents, condition_met } = await ask(body);
    expect(flags['form']).toMatchObject({
      value: 'short',
      source: 'experiment',
      ruleId: 'r1',
      experiment: { key: 'form' },
      experimentResult: { key: 'b', hashAttribute: 'id', hashValue: 'u1', stickyBucketUsed: true },
    });
    expect(flags['other']).toMatchObject({ value: 2, source: 'override' });
    expect([condition_met, sticky_documents]).toEqual([null, body.sticky_documents]);
  });

  it('refuses what has the wrong shape, naming the place', async () => {
    const { body } = await post({ payload: { features: { a: { rules: [{ coverage: 'half' }] } } } }).expect(400);
    expect(body.problems).toEqual([
      expect.objectContaining({ pointer: '/payload/features/a/rules/0/coverage', rule: 'invalid_type' }),
    ]);
  });

  (suite === undefined ? it.skip : it)(
    `answers all 424 cases of the GrowthBook suite that can be asked${suite === undefined ? ' (no suite beside the project)' : ''}`,
    async () => {
      const cases = JSON.parse(readFileSync(suite ?? '', 'utf8')) as {
        evalCondition: [string, object, object, boolean, object?][];
        run: [string, Context, object, unknown, boolean, boolean][];
        feature: [string, Context, string, object][];
        contextualBandit: [string, Context, string, object][];
        stickyBucket: [string, Context, StickyDocument[], string, object | null, Record<string, StickyDocument>][];
      };
      let asked = 0;
      for (const [name, condition, attributes, expected, savedGroups = {}] of cases.evalCondition) {
        const answer = await ask({ condition, subject: { attributes }, payload: { savedGroups } });
        expect([name, answer.condition_met]).toEqual([name, expected]);
        asked++;
      }
      for (const [name, context, experiment, ...expected] of cases.run) {
        const [run] = (await ask({ ...split(context), experiments: [experiment] })).experiments;
        expect([name, run?.value, run?.inExperiment, run?.hashUsed]).toEqual([name, ...expected]);
        asked++;
      }
      for (const [name, context, flag, expected] of [...cases.feature, ...cases.contextualBandit]) {
        const { flags } = await ask({ ...split(context), flags: [flag] });
        expect([name, flags[flag]]).toEqual([name, expected]);
        asked++;
      }
      for (const [name, context, documents, flag, expected, expectedDocuments] of cases.stickyBucket) {
        const { stickyBucketAssignmentDocs: _, ...rest } = context;
        const answer = await ask({ ...split(rest), flags: [flag], sticky_documents: documents });
        const found = Object.fromEntries(
          answer.sticky_documents.map((one) => [`${one.attributeName}||${one.attributeValue}`, one]),
        );
        expect([name, answer.flags[flag]?.experimentResult ?? null, found]).toEqual([
          name,
          expected,
          expectedDocuments,
        ]);
        asked++;
      }
      expect(asked).toBe(424);
    },
  );
});
