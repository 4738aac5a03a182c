import { join } from 'node:path';
import { AccessApiModule } from '#libs/access';
import { projectRoot } from '#libs/config';
import type { Clock } from '#libs/contracts';
import { RiskModule } from '../../apps/risk/src/risk.module.js';
import { testDatabase, type TestDatabase } from './database.js';
import { testRedisUrl } from './redis.js';
import { testService, type TestService } from './service.js';

export interface RiskTest {
  readonly database: TestDatabase;
  readonly redisUrl: string;
  readonly service: TestService;
  close(): Promise<void>;
}

/** The risk service on real stores. Its geo files are missing and corrupt unless others are named: loading real ones takes longer than most suites. */
export async function riskTest(
  options: { readonly environment?: Readonly<Record<string, string>>; readonly clock?: Clock } = {},
): Promise<RiskTest> {
  const database = await testDatabase();
  const redisUrl = options.environment?.['REDIS_URL'] ?? (await testRedisUrl());
  const service = await testService({
    modules: [AccessApiModule, RiskModule],
    environment: {
      DATABASE_URL: database.url,
      REDIS_URL: redisUrl,
      GEO_CITY_PATH: '/nonexistent/city.mmdb',
      GEO_ASN_PATH: join(projectRoot(), 'package.json'),
      // Slow machines must not turn a test of scoring into one of patience.
      SCORING_BUDGET_MS: '5000',
      SCORING_POSTGRES_MS: '4000',
      ...options.environment,
    },
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  return {
    database,
    redisUrl,
    service,
    close: async () => {
      await service.close();
      await database.close();
    },
  };
}

let number = 0;

/** A pledge of its own, with what `changes` says; groups are merged field by field. */
export function pledgeBody(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  number += 1;
  const body: Record<string, unknown> = {
    pledge: {
      id: `pledge-${process.pid}-${number}`,
      project_id: `project-${number}`,
      backer_id: `backer-${number}`,
      amount: 2_500,
      currency: 'USD',
    },
    email: { address: `person${number}@example.com` },
    credit_card: { token: `card-${number}`, issuer_id_number: '411111', country: 'US' },
    device: { ip_address: `81.2.${number % 250}.${(number * 7) % 250}`, id: `device-${number}` },
  };
  for (const [name, value] of Object.entries(changes)) {
    const group = body[name];
    const merges = typeof group === 'object' && typeof value === 'object' && value !== null && !Array.isArray(value);
    body[name] = merges ? { ...group, ...value } : value;
  }
  return body;
}
