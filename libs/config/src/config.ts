import { resolve } from 'node:path';
import { z } from 'zod';
import { invalid, type FieldProblem } from '#libs/errors';

/** The injection token of the configuration. */
export const CONFIG = Symbol('CONFIG');

const seconds = (fallback: number) => z.coerce.number().positive().default(fallback);
const whole = (fallback: number) => z.coerce.number().int().nonnegative().default(fallback);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const optionalText = z
  .string()
  .transform((text) => text.trim())
  .transform((text) => (text === '' ? undefined : text))
  .optional();

const later = (schemes: RegExp, hint: string) => (text: string | undefined, context: z.RefinementCtx) => {
  if (text !== undefined && !schemes.test(text))
    context.addIssue({
      code: 'custom',
      message: `only ${hint} is served by this version; ${text.split(':')[0]}: is not`,
    });
};

const environment = z.object({
  NODE_ENV: z.string().default('development'),
  EMBEDDED: z.enum(['allow', 'refuse']).optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  VERDICT_DATA: z.string().default('.verdict'),
  DATABASE_URL: optionalText.superRefine(later(/^postgres(ql)?:\/\//, 'postgres://')),
  REDIS_URL: optionalText.superRefine(later(/^rediss?:\/\//, 'redis://')),
  BUCKET_URL: optionalText.superRefine(later(/^file:/, 'file:')),
  WAREHOUSE_URL: optionalText.superRefine(later(/^duckdb:/, 'duckdb:')),
  ELASTICSEARCH_URL: optionalText.refine((text) => text === undefined, {
    message: 'Elasticsearch is not served by this version; leave it unset',
  }),
  STATSD_URL: optionalText.superRefine(later(/^statsd:\/\//, 'statsd://host:port')),
  GEO_CITY_PATH: optionalText,
  GEO_ASN_PATH: optionalText,
  GEO_ANONYMOUS_PATH: optionalText,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'log', 'debug', 'verbose']).default('log'),
  COMPANY_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters (ISO 4217)')
    .default('USD'),
  IDENTITY_RETENTION_DAYS: whole(90),
  BODY_RETENTION_DAYS: whole(7),
  SCORING_BUDGET_MS: whole(150),
  SCORING_POSTGRES_MS: whole(50),
  BODY_LIMIT_BYTES: whole(1_048_576),
  BATCH_LIMIT_BYTES: whole(16_777_216),
  RATE_LIMIT_PER_MINUTE: whole(600_000),
  SIGN_IN_PER_MINUTE: whole(10),
  SESSION_HOURS: seconds(12),
  REFRESH_MINUTES: whole(60),
  TRUST_PROXY: flag.default(false),
});

/** Everything that the environment decides, read once. Units are in the names. */
export interface Config {
  readonly production: boolean;
  readonly embeddedAllowed: boolean;
  readonly host: string;
  readonly port: number | undefined;
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly bucketFolder: string;
  readonly warehousePath: string;
  readonly statsdUrl: string | undefined;
  readonly geo: {
    readonly cityPath: string | undefined;
    readonly asnPath: string | undefined;
    readonly anonymousPath: string | undefined;
  };
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'log' | 'debug' | 'verbose';
  readonly companyCurrency: string;
  readonly identityRetentionDays: number;
  readonly bodyRetentionDays: number;
  readonly scoring: { readonly budgetMs: number; readonly postgresMs: number };
  readonly limits: {
    readonly bodyBytes: number;
    readonly batchBytes: number;
    readonly requestsPerMinute: number;
    readonly signInsPerMinute: number;
  };
  readonly sessionHours: number;
  readonly refreshMinutes: number;
  readonly trustProxy: boolean;
}

/**
 * Reads and checks the environment. The one place that does.
 * @throws VerdictError `invalid` naming each variable and the rule that it breaks.
 */
export function loadConfig(source: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = environment.safeParse(source);
  if (!parsed.success) {
    const problems: FieldProblem[] = parsed.error.issues.map((issue) => ({
      pointer: `/${issue.path.join('/')}`,
      rule: issue.code,
      detail: issue.message,
    }));
    throw invalid(
      `The configuration is wrong: ${problems.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`).join('; ')}.`,
      problems,
    );
  }
  const values = parsed.data;
  const dataFolder = resolve(values.VERDICT_DATA);
  return {
    production: values.NODE_ENV === 'production',
    embeddedAllowed: values.EMBEDDED === 'allow' || (values.NODE_ENV !== 'production' && values.EMBEDDED !== 'refuse'),
    host: values.HOST,
    port: values.PORT,
    dataFolder,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    bucketFolder: pathOf(values.BUCKET_URL, 'file:') ?? resolve(dataFolder, 'buckets'),
    warehousePath: pathOf(values.WAREHOUSE_URL, 'duckdb:') ?? resolve(dataFolder, 'warehouse.duckdb'),
    statsdUrl: values.STATSD_URL,
    geo: {
      cityPath: values.GEO_CITY_PATH,
      asnPath: values.GEO_ASN_PATH,
      anonymousPath: values.GEO_ANONYMOUS_PATH,
    },
    logLevel: values.LOG_LEVEL,
    companyCurrency: values.COMPANY_CURRENCY,
    identityRetentionDays: values.IDENTITY_RETENTION_DAYS,
    bodyRetentionDays: values.BODY_RETENTION_DAYS,
    scoring: { budgetMs: values.SCORING_BUDGET_MS, postgresMs: values.SCORING_POSTGRES_MS },
    limits: {
      bodyBytes: values.BODY_LIMIT_BYTES,
      batchBytes: values.BATCH_LIMIT_BYTES,
      requestsPerMinute: values.RATE_LIMIT_PER_MINUTE,
      signInsPerMinute: values.SIGN_IN_PER_MINUTE,
    },
    sessionHours: values.SESSION_HOURS,
    refreshMinutes: values.REFRESH_MINUTES,
    trustProxy: values.TRUST_PROXY,
  };
}

/** `file:/a/b`, `file:///a/b` and `file:a/b` all name a path; so does `duckdb:`. */
function pathOf(url: string | undefined, scheme: string): string | undefined {
  return url === undefined ? undefined : resolve(url.slice(scheme.length).replace(/^\/\/(?=\/)/, ''));
}
