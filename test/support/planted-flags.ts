import request from 'supertest';
import { AccessModule } from '#libs/access';
import { roleScopes, type KeyEvaluation } from '#libs/contracts';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from './database.js';
import { testRedisUrl } from './redis.js';
import { testService, type TestService } from './service.js';

const experiment = (key: string) => ({
  key,
  unit: 'visitor',
  hypothesis: 'planted hypothesis',
  salt: `planted salt of ${key}`,
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'short', weight: 0.5 },
  ],
  baseline: 'control',
  metrics: ['pledge_conversion'],
});
const staff = { $inGroup: 'planted_staff' };

const flags = [
  { key: 'plain', type: 'string', default_value: 'hello', description: 'planted description' },
  {
    key: 'greeting',
    type: 'string',
    default_value: 'stranger',
    rules: [
      { id: 'planted_rule', kind: 'force', value: 'colleague', condition: { planted_email: staff } },
      {
        id: 'planted_us',
        kind: 'force',
        value: 'american',
        condition: { country: 'US', $savedGroup: { id: 'planted_adults' } },
      },
    ],
  },
  {
    key: 'banner',
    type: 'json',
    default_value: null,
    rules: [
      {
        id: 'planted_part',
        kind: 'rollout',
        value: { text: 'new' },
        coverage: 0.4,
        attribute: 'visitor',
        seed: 'planted_seed',
      },
    ],
  },
  {
    key: 'form',
    type: 'string',
    default_value: 'long',
    rules: [
      {
        id: 'planted_layer',
        kind: 'experiment',
        experiment: 'form',
        values: { control: 'long', short: 'short' },
        layer: { key: 'planted_layer', from: 0, to: 0.8, attribute: 'visitor' },
      },
    ],
  },
  {
    key: 'hint',
    type: 'number',
    default_value: 0,
    prerequisites: [{ flag: 'form', condition: { value: 'short' } }],
    rules: [{ id: 'planted_later', kind: 'experiment', experiment: 'later', values: { control: 0, short: 7 } }],
  },
];

/** A service whose rules, groups and descriptions hold the word “planted” wherever a page must not see them. */
export class PlantedFlags {
  private constructor(
    private readonly database: TestDatabase,
    readonly service: TestService,
    private readonly analyst: string,
    readonly url: string,
  ) {}

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<PlantedFlags> {
    const database = await testDatabase();
    const settings = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl(), ...environment };
    const service = await testService({ modules: [AccessModule, ExperimentModule], environment: settings });
    const analyst = await service.key({ name: 'analyst', scopes: [...roleScopes.analyst] });
    await service.app.listen(0, '127.0.0.1');
    const planted = new PlantedFlags(database, service, analyst, await service.app.getUrl());
    await planted.fill();
    return planted;
  }

  /** @throws Error for what is refused */
  async send(method: 'get' | 'post' | 'patch' | 'put', path: string, body?: object) {
    const answer = await request(this.url)[method](path).set('x-api-key', this.analyst).send(body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  async publish(key: string, patch?: object): Promise<void> {
    if (patch !== undefined) await this.send('patch', `/v1/flags/${key}`, patch);
    await this.send('post', `/v1/flags/${key}/publish`);
  }

  /** An experiment about visitors, running. */
  async begin(key: string, more: object = {}): Promise<void> {
    await this.send('post', '/v1/experiments', { ...experiment(key), ...more });
    await this.send('post', `/v1/experiments/${key}/start`, {});
  }

  clientKey(evaluation: KeyEvaluation): Promise<string> {
    return this.service.key({ kind: 'client', name: evaluation, evaluation });
  }

  /** Exposures in the log, as [experiment, variant, unit]. */
  async exposures(): Promise<readonly (readonly string[])[]> {
    const text =
      "SELECT distinct_id, properties FROM event_body WHERE event = '$experiment_started' ORDER BY distinct_id";
    const { rows } = await this.database.database.pool.query(text);
    return (rows as { distinct_id: string; properties: string }[]).map(({ distinct_id, properties }) => {
      const named = JSON.parse(properties) as Record<string, string>;
      return [named['Experiment name'] ?? '', named['Variant name'] ?? '', distinct_id];
    });
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.database.close();
  }

  private async fill(): Promise<void> {
    for (const key of ['form', 'later']) await this.begin(key);
    await this.send('put', '/v1/experiments/form/forced', { qa: true });
    await this.send('put', '/v1/saved-groups/planted_staff', {
      kind: 'list',
      attribute: 'planted_email',
      values: ['ada@planted.example'],
    });
    await this.send('put', '/v1/saved-groups/planted_adults', {
      kind: 'condition',
      condition: { planted_age: { $gte: 18 } },
    });
    await this.send('put', '/v1/saved-groups/planted_unused', {
      kind: 'list',
      attribute: 'planted_email',
      values: ['nobody@planted.example'],
    });
    for (const flag of flags) {
      await this.send('post', '/v1/flags', flag);
      await this.publish(flag.key);
    }
    await this.send('post', '/v1/flags', { key: 'unpublished', type: 'boolean', default_value: true });
  }
}
