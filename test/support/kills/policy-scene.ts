import { Audit } from '#libs/access';
import { loadConfig } from '#libs/config';
import { backtestSchema, newModelSchema, systemClock } from '#libs/contracts';
import { BacktestService, Expectations, ModelService, ReviewGate } from '#libs/trust';
import { SourceTest, sourceAdmin } from '../sources.js';
import type { KilledJobs } from './scene.js';

const pledges = 21_000;
const dayMs = 86_400_000;

/** What is learnt from pledges, and what other policies would have made of them. */
export const policyJobs: KilledJobs = {
  name: 'learns a model and judges a policy',
  jobs: ['backtest', 'model_train'],
  make: async () => {
    const now = Date.now();
    const sources = await SourceTest.start(new Date(now).toISOString().slice(0, 10));
    const { database } = sources.test;
    await fill(sources, now);
    const models = new ModelService(
      database,
      sources.jobs,
      new Audit(database, systemClock),
      systemClock,
      new ReviewGate(loadConfig({}), new Expectations(database, systemClock)),
    );
    const backtests = new BacktestService(database, sources.jobs, systemClock);
    const thresholds = { review_at: 1, reject_at: 5, elevated_at: 1, highest_at: 5 };
    const period = { from: new Date(now - 200 * dayMs).toISOString(), to: new Date(now).toISOString() };
    const backtest = await backtests.ask(backtestSchema.parse({ ...period, thresholds }), sourceAdmin);
    const model = await models.train(newModelSchema.parse({ days: 200, label_delay_days: 0 }), sourceAdmin);
    return {
      sources,
      rounds: [[backtest.job_id ?? ''], [model.job_id ?? '']],
      close: () => sources.close(),
    };
  },
};

/** Pledges of the last 190 days: of a large amount on a free address four of five are charged back, the others are collected. */
async function fill({ test }: SourceTest, now: number): Promise<void> {
  const values = [pledges, now * 1_000, Math.floor((190 * dayMs * 1_000) / pledges)];
  const { pool } = test.database;
  const drawn = `
    SELECT
      'p-' || n AS pledge_id, $2::BIGINT - (n + 1) * $3::BIGINT AS at, abs(hashint4(n)) % 10000 AS amount,
      abs(hashint4(n + 7)) % 2 = 0 AS free, abs(hashint4(n + 13)) % 100 AS luck
    FROM generate_series(1, $1::INTEGER) AS n`;
  await pool.query(
    `WITH drawn AS (${drawn})
     INSERT INTO assessment (
       pledge_id, live, revision, id, body_hash, origin, stamp, as_of, window_end, degraded, late, cause, risk_score, log_odds,
       risk_level, disposition, disposition_reason, effective_action, effective_by, effective_at, reason_codes, reasons,
       features, subscores, rules, actions, warnings, versions, project_id, backer_id, card, amount, currency, base_amount,
       occurred_at, created_at)
     SELECT
       pledge_id, TRUE, 1, md5(pledge_id)::UUID, '', '00000000-0000-0000-0000-000000000000', at, at, at, '{}', FALSE, 'score',
       1, 0, 'normal', 'accept', 'default', 'accept', 'assessment', to_timestamp(at / 1e6), '{}', '[]',
       jsonb_build_object('base_amount', amount, 'email_is_free', free, 'currency', 'USD', 'card_declines_24h', luck % 3),
       '{}', '[]', '[]', '[]', '{}', 'p', 'b', 'card-' || luck, amount, 'USD', amount, to_timestamp(at / 1e6),
       to_timestamp(at / 1e6)
     FROM drawn`,
    values,
  );
  await pool.query(
    `WITH drawn AS (${drawn})
     INSERT INTO pledge_label
     SELECT pledge_id, TRUE, 'chargeback', 'scene', to_timestamp(at / 1e6), md5(pledge_id)::UUID, at + 1, to_timestamp(at / 1e6)
     FROM drawn WHERE amount > 7000 AND free AND luck < 80`,
    values,
  );
  await pool.query(
    `WITH drawn AS (${drawn})
     INSERT INTO pledge_outcome (pledge_id, live, id, body_hash, kind, occurred_at, known_at, origin, stamp, received_at)
     SELECT
       pledge_id, TRUE, 'o', '', 'collected', to_timestamp(at / 1e6), to_timestamp(at / 1e6), md5(pledge_id)::UUID, at + 1,
       to_timestamp(at / 1e6)
     FROM drawn WHERE NOT (amount > 7000 AND free AND luck < 80)`,
    values,
  );
}
