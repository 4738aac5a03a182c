import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessModule } from '#libs/access';
import {
  scopes,
  type Assessment,
  type AssignmentAnswer,
  type ExposureAnswer,
  type JobView,
  type RefreshAnswer,
  type RuleView,
} from '#libs/contracts';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { Product } from '../support/product.js';
import { testRedisUrl } from '../support/redis.js';
import { pledgeBody } from '../support/risk.js';
import { testService } from '../support/service.js';
import { ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';

const minutes = 60_000;
/** Slow machines must not turn a test of copies into one of patience. */
const patient = {
  GEO_CITY_PATH: '/nonexistent/city.mmdb',
  GEO_ASN_PATH: '/nonexistent/asn.mmdb',
  SCORING_BUDGET_MS: '5000',
  SCORING_POSTGRES_MS: '4000',
};

describe('two copies of each service at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-copies-'));
  const copies: ServiceProcess[] = [];
  let database: TestDatabase;
  let environment: Record<string, string>;
  let authorization: string;

  beforeAll(async () => {
    Product.build();
    database = await testDatabase();
    environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() };
    const keys = await testService({ modules: [AccessModule], environment });
    authorization = `Bearer ${await keys.key({ scopes: [...scopes] })}`;
    await keys.close();
  }, 5 * minutes);
  afterAll(async () => {
    for (const copy of copies) await copy.stop('SIGKILL');
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }, minutes);

  async function start(service: 'experiment' | 'risk' | 'worker'): Promise<ServiceProcess> {
    const copy = await ServiceProcess.start(service, { ...environment, ...patient, VERDICT_DATA: folder });
    copies.push(copy);
    return copy.ready();
  }

  async function ask<Answer>({ url }: ServiceProcess, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(`${url}${path}`, {
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }

  const holder = async (): Promise<number | undefined> => {
    const text = "SELECT lease_holder AS holder FROM sink WHERE name = 'bucket' AND lease_until > now()";
    const { rows } = await database.database.pool.query<{ holder: string | null }>(text);
    return rows[0]?.holder === undefined || rows[0].holder === null ? undefined : Number(rows[0].holder.split(':')[1]);
  };
  const moved = async (): Promise<number> => {
    const text = "SELECT coalesce(sum(rows), 0)::int AS rows FROM bucket_batch WHERE state = 'closed'";
    return (await database.database.pool.query<{ rows: number }>(text)).rows[0]?.rows ?? 0;
  };

  it(
    'know of each other’s changes, and take over what a killed worker held',
    async () => {
      const [one, other, ...workers] = await Promise.all([
        start('experiment'),
        start('experiment'),
        start('worker'),
        start('worker'),
      ]);
      const experiment = {
        key: 'shared',
        hypothesis: 'Both know it.',
        unit: 'visitor',
        variants: [
          { key: 'control', weight: 0.5 },
          { key: 'treatment', weight: 0.5 },
        ],
        baseline: 'control',
        metrics: ['pledge_conversion'],
      };
      await ask(one, '/v1/experiments', experiment);
      await ask(one, '/v1/experiments/shared/start', {});
      const reason = async (copy: ServiceProcess): Promise<string | undefined> => {
        const request = { units: { visitor: 'v_1' }, experiments: ['shared'] };
        return (await ask<AssignmentAnswer>(copy, '/v1/assignments', request)).assignments[0]?.reason;
      };
      for (const copy of [one, other]) await until(async () => (await reason(copy)) === 'assigned');

      const expose = (unit: string): Promise<ExposureAnswer> => {
        const exposure = { experiment: 'shared', variant: 'control', unit: { type: 'visitor', id: unit } };
        return ask(other, '/v1/exposures', { exposures: [exposure] });
      };
      expect(await expose('v_1')).toMatchObject({ accepted: 1 });
      await until(async () => (await moved()) > 0);
      let first: number | undefined;
      await until(async () => (first = await holder()) !== undefined);
      const killed = workers.find(({ child }) => child.pid === first);
      if (killed === undefined) throw new Error(`The process ${first} that holds the sink is none of the workers.`);
      await killed.stop('SIGKILL');

      const before = await moved();
      expect(await expose('v_2')).toMatchObject({ accepted: 1 });
      await until(async () => (await moved()) > before);
      const { job_id } = await ask<RefreshAnswer>(one, '/v1/experiments/shared/refresh', {});
      await until(async () => (await ask<JobView>(other, `/v1/jobs/${job_id}`)).state === 'done');
      const left = workers.find((worker) => worker !== killed)?.child.pid;
      await until(async () => (await holder()) === left);
    },
    5 * minutes,
  );

  it(
    'score a pledge once, count each other’s pledges, and follow each other’s rules',
    async () => {
      const [one, other] = await Promise.all([start('risk'), start('risk')]);
      const score = (copy: ServiceProcess, body: object) => ask<Assessment>(copy, '/v1/pledges/score', body);
      // The counters are rebuilt at a start; until then an answer does without them and says so.
      for (const copy of [one, other])
        await until(async () => !(await score(copy, pledgeBody())).degraded.includes('velocity'));

      const card = { credit_card: { token: 'shared-card' } };
      const body = pledgeBody(card);
      const answers = await Promise.all([one, other, one, other].map((copy) => score(copy, body)));
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      const seen: unknown[] = [];
      for (const copy of [other, one, other])
        seen.push((await score(copy, pledgeBody(card))).features['card_pledges_1h']);
      expect(seen).toEqual([1, 2, 3]);
      const text = 'SELECT count(*)::int AS assessments FROM assessment WHERE pledge_id = $1';
      const { rows } = await database.database.pool.query(text, [answers[0]?.pledge_id]);
      expect(rows).toEqual([{ assessments: 1 }]);

      const rule = { label: 'Shared card', expression: 'card_pledges_1h > 3', action: 'reject' };
      const { id } = await ask<RuleView>(one, '/v1/rules', rule);
      await ask(one, `/v1/rules/${id}/live`, {});
      for (const copy of [other, one])
        await until(async () => (await score(copy, pledgeBody(card))).disposition.rule_label === 'Shared card');
    },
    5 * minutes,
  );
});
