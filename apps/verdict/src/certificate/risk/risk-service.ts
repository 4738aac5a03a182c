import { loadConfig } from '#libs/config';
import type { Clock } from '#libs/contracts';
import type { HttpService } from '#libs/http';
import { createService } from '#libs/service';
import { riskModules } from '../../../../risk/src/modules.js';

/** What a service of the certificate stands on. */
export interface RiskStores {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** For its spool. */
  readonly dataFolder: string;
}

/** A slow machine must not make a matter of patience of what is about values. */
const patient = { SCORING_BUDGET_MS: '10000', SCORING_POSTGRES_MS: '8000' };

/** The risk service in this process, with a clock of ours; it listens nowhere. */
export async function startRiskService(
  { databaseUrl, redisUrl, dataFolder }: RiskStores,
  clock: Clock,
  environment: Readonly<Record<string, string>> = {},
): Promise<HttpService> {
  const app = await createService({
    config: loadConfig({
      ...patient,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      VERDICT_DATA: dataFolder,
      LOG_LEVEL: 'fatal',
      ...environment,
    }),
    name: 'certificate',
    title: 'Certificate',
    modules: riskModules,
    quiet: true,
    clock,
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
