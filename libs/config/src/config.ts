import { resolve } from 'node:path';
import { z } from 'zod';
import { isTimeZone, plainWords, type ObjectLocation } from '#libs/contracts';
import { invalid, type FieldProblem } from '#libs/errors';
import { elasticsearchConfig, type ElasticsearchConfig } from './elasticsearch-config.js';
import { objectLocation } from './object-location.js';
import { requireRedshiftAccess, warehouseConfig, type WarehouseConfig } from './warehouse-config.js';

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

const location = (text: string | undefined, context: z.RefinementCtx): ObjectLocation | undefined => {
  if (text === undefined) return undefined;
  try {
    return objectLocation(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
};

/** `*` is no list: undefined. */
const origins = (text: string, context: z.RefinementCtx): readonly string[] | undefined => {
  if (text.trim() === '*') return undefined;
  const listed = text.split(/[\s,]+/).filter((one) => one !== '');
  for (const one of listed)
    if (!URL.canParse(one) || new URL(one).origin !== one)
      context.addIssue({ code: 'custom', message: `${one} is no origin, as in https://www.example.com` });
  return listed;
};

const environment = z.object({
  NODE_ENV: z.string().default('development'),
  EMBEDDED: z.enum(['allow', 'refuse']).optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  VERDICT_DATA: z.string().default('.verdict'),
  DATABASE_URL: optionalText.superRefine(later(/^postgres(ql)?:\/\//, 'postgres://')),
  REDIS_URL: optionalText.superRefine(later(/^rediss?:\/\//, 'redis://')),
  BUCKET_URL: optionalText.transform(location),
  WAREHOUSE_URL: optionalText.superRefine(
    later(/^(duckdb:.|postgres(ql)?:\/\/|redshift:\/\/)/, 'duckdb:PATH, postgres:// or redshift://'),
  ),
  WAREHOUSE_IAM_ROLE: optionalText.refine((text) => text === undefined || /^(default|arn:\S+)$/.test(text), {
    message: 'the ARN of a role, or `default` for the one that the cluster has',
  }),
  WAREHOUSE_SPILL_GB: z.coerce.number().positive().max(1_000_000).default(20),
  ELASTICSEARCH_URL: optionalText.superRefine(later(/^https?:\/\//, 'http:// or https://')),
  ELASTICSEARCH_API_KEY: optionalText,
  ELASTICSEARCH_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,63}$/, 'lower-case letters, digits, - and _')
    .default('verdict'),
  HISTORY_MONTHS: z.coerce.number().int().min(1).max(600).default(13),
  STATSD_URL: optionalText.superRefine(later(/^statsd:\/\//, 'statsd://host:port')),
  GEO_CITY_PATH: optionalText,
  GEO_ASN_PATH: optionalText,
  GEO_ANONYMOUS_PATH: optionalText,
  GEO_CHECK_SECONDS: seconds(30),
  GEO_WAREHOUSE: z.enum(['follow', 'off']).default('follow'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'log', 'debug', 'verbose']).default('log'),
  COMPANY_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters (ISO 4217)')
    .default('USD'),
  IDENTITY_RETENTION_DAYS: whole(90),
  BODY_RETENTION_DAYS: whole(7),
  SCORING_BUDGET_MS: whole(150),
  SCORING_POSTGRES_MS: whole(50),
  STICKY_POSTGRES_MS: whole(50),
  BODY_LIMIT_BYTES: whole(1_048_576),
  BATCH_LIMIT_BYTES: whole(16_777_216),
  RATE_LIMIT_PER_MINUTE: whole(600_000),
  CLIENT_RATE_PER_ADDRESS: whole(60_000),
  SIGN_IN_PER_MINUTE: whole(10),
  EVENT_STREAMS: whole(10_000),
  EVENT_STREAMS_PER_KEY: whole(5_000),
  EVENT_STREAMS_PER_ADDRESS: whole(1_000),
  SESSION_HOURS: seconds(12),
  REFRESH_MINUTES: whole(60),
  REFRESH_BUDGET_SECONDS: whole(0),
  REFRESH_BUDGET_ROWS: whole(0),
  REFRESH_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(86_400).default(3_600),
  LOOK_WAIT_HOURS: z.coerce.number().nonnegative().max(144).default(12),
  REPORTING_TIME_ZONE: z.string().refine(isTimeZone, 'a time zone, as in America/New_York').default('UTC'),
  CLIENT_ORIGINS: z.string().default('*').transform(origins),
  FLAG_REVIEW: z.enum(['required', 'off']).default('off'),
  EXPERIMENT_REVIEW: z.enum(['required', 'off']).default('off'),
  RULE_REVIEW: z.enum(['required', 'off']).default('off'),
  RULE_REVIEW_PLEDGES: whole(100),
  TRUST_PROXY: flag.default(false),
  WEBHOOK_ADDRESSES: z.enum(['public', 'any']).default('public'),
  SOURCE_HASH_KEY: optionalText.refine((text) => text === undefined || text.length >= 32, {
    message: 'at least 32 characters, as `openssl rand -hex 32` makes them',
  }),
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
  /** Where the daily buckets and large answers lie. */
  readonly objects: ObjectLocation;
  readonly warehouse: WarehouseConfig;
  /** Where the event history is kept; in the services' own database without it. */
  readonly elasticsearch: ElasticsearchConfig | undefined;
  readonly historyMonths: number;
  readonly statsdUrl: string | undefined;
  readonly geo: {
    readonly cityPath: string | undefined;
    readonly asnPath: string | undefined;
    readonly anonymousPath: string | undefined;
    readonly checkSeconds: number;
    /** Whether the warehouse loads by itself what the look-up answers from. */
    readonly warehouseFollows: boolean;
  };
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'log' | 'debug' | 'verbose';
  readonly companyCurrency: string;
  readonly identityRetentionDays: number;
  readonly bodyRetentionDays: number;
  readonly scoring: { readonly budgetMs: number; readonly postgresMs: number };
  /** What an answer about a sticky experiment waits for the database; after it what the process knows decides, and else the hash. */
  readonly stickyPostgresMs: number;
  readonly limits: {
    readonly bodyBytes: number;
    readonly batchBytes: number;
    readonly requestsPerMinute: number;
    /** A minute, of one address with clients' keys. */
    readonly clientRequestsPerAddress: number;
    readonly signInsPerMinute: number;
    readonly streams: number;
    readonly streamsPerReader: number;
    readonly streamsPerAddress: number;
  };
  readonly sessionHours: number;
  readonly refreshMinutes: number;
  /** What reading the warehouse for one experiment may take: beyond the budget nobody is refreshed unasked; null is no limit. */
  readonly refresh: {
    readonly budget: { readonly rows: number | null; readonly seconds: number | null };
    readonly timeoutSeconds: number;
  };
  /** How long a look that is due waits for tables that are not loaded through its day. */
  readonly lookWaitHours: number;
  /** Whose days looks and readouts are cut by, by IANA's name. */
  readonly reportingZone: string;
  /** Origins whose pages may ask with a client's key; undefined: all. */
  readonly clientOrigins: readonly string[] | undefined;
  /** Whether somebody else must approve a flag's draft before it can be published. */
  readonly flagReview: boolean;
  /** Whether somebody else must approve an experiment's draft before it can start. */
  readonly experimentReview: boolean;
  /** Whether a second person takes what can reject many pledges. */
  readonly ruleReview: boolean;
  /** An entry of a list that touches more live pledges of the last week than these needs one too. */
  readonly ruleReviewPledges: number;
  readonly trustProxy: boolean;
  /** `any`: webhooks also go to addresses that are not of the public internet. */
  readonly webhookAddresses: 'public' | 'any';
  /** What personal columns are hashed with; undefined: nothing can be. */
  readonly sourceHashKey: string | undefined;
  /** What connects to a company's servers, by the name of the variable (`SOURCE_SHOP_URL`): secrets. */
  readonly sourceUrls: Readonly<Record<string, string>>;
}

/**
 * Reads and checks the environment. The one place that does.
 * @throws VerdictError `invalid` naming each variable and the rule that it breaks.
 */
export function loadConfig(source: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = environment.superRefine(requireRedshiftAccess).safeParse(stated(source), { error: plainWords });
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
    objects: values.BUCKET_URL ?? { kind: 'folder', path: resolve(dataFolder, 'buckets') },
    warehouse: warehouseConfig(values, dataFolder),
    elasticsearch: elasticsearchConfig(values),
    historyMonths: values.HISTORY_MONTHS,
    statsdUrl: values.STATSD_URL,
    geo: {
      cityPath: values.GEO_CITY_PATH,
      asnPath: values.GEO_ASN_PATH,
      anonymousPath: values.GEO_ANONYMOUS_PATH,
      checkSeconds: values.GEO_CHECK_SECONDS,
      warehouseFollows: values.GEO_WAREHOUSE === 'follow',
    },
    logLevel: values.LOG_LEVEL,
    companyCurrency: values.COMPANY_CURRENCY,
    identityRetentionDays: values.IDENTITY_RETENTION_DAYS,
    bodyRetentionDays: values.BODY_RETENTION_DAYS,
    scoring: { budgetMs: values.SCORING_BUDGET_MS, postgresMs: values.SCORING_POSTGRES_MS },
    stickyPostgresMs: values.STICKY_POSTGRES_MS,
    limits: {
      bodyBytes: values.BODY_LIMIT_BYTES,
      batchBytes: values.BATCH_LIMIT_BYTES,
      requestsPerMinute: values.RATE_LIMIT_PER_MINUTE,
      clientRequestsPerAddress: values.CLIENT_RATE_PER_ADDRESS,
      signInsPerMinute: values.SIGN_IN_PER_MINUTE,
      streams: values.EVENT_STREAMS,
      streamsPerReader: values.EVENT_STREAMS_PER_KEY,
      streamsPerAddress: values.EVENT_STREAMS_PER_ADDRESS,
    },
    sessionHours: values.SESSION_HOURS,
    refreshMinutes: values.REFRESH_MINUTES,
    refresh: {
      budget: { rows: values.REFRESH_BUDGET_ROWS || null, seconds: values.REFRESH_BUDGET_SECONDS || null },
      timeoutSeconds: values.REFRESH_TIMEOUT_SECONDS,
    },
    lookWaitHours: values.LOOK_WAIT_HOURS,
    reportingZone: values.REPORTING_TIME_ZONE,
    clientOrigins: values.CLIENT_ORIGINS,
    flagReview: values.FLAG_REVIEW === 'required',
    ruleReview: values.RULE_REVIEW === 'required',
    ruleReviewPledges: values.RULE_REVIEW_PLEDGES,
    experimentReview: values.EXPERIMENT_REVIEW === 'required',
    trustProxy: values.TRUST_PROXY,
    webhookAddresses: values.WEBHOOK_ADDRESSES,
    sourceHashKey: values.SOURCE_HASH_KEY,
    sourceUrls: sourceUrls(source),
  };
}

/** An empty variable says nothing: it is how a shell and docker compose leave one out. As a number it would be 0. */
const stated = (source: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim() !== ''));

function sourceUrls(source: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const found = Object.entries(source).flatMap(([name, value = '']): [string, string][] =>
    /^SOURCE_[A-Z0-9]+_URL$/.test(name) && value.trim() !== '' ? [[name, value.trim()]] : [],
  );
  return Object.fromEntries(found);
}
