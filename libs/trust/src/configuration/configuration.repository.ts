import type { PolicyView } from '#libs/contracts';
import type { Database } from '#libs/postgres';
import { carriedModels, findPointer } from '../model/model.repository.js';
import type { RateRow } from '../money/rate-table.js';
import {
  membersOf,
  type Configuration,
  type ConfigurationRows,
  type DistributionsRow,
  type RunningRule,
} from './configuration.js';
import { mostKeptEntries } from '../list/list-follower.js';
import type { ListRow } from '../list/list-index.js';
import type { SnoozeRow } from './snooze-index.js';

export interface PolicyRow {
  readonly version: number;
  readonly review_at: number;
  readonly reject_at: number;
  readonly elevated_at: number;
  readonly highest_at: number;
  readonly override_action: 'accept' | 'manual_review' | null;
  readonly override_until: Date | null;
}

export function policyView(row: PolicyRow): PolicyView {
  const { version, review_at, reject_at, elevated_at, highest_at, override_action, override_until } = row;
  const override =
    override_action === null || override_until === null
      ? null
      : { action: override_action, until: override_until.toISOString() };
  return { version, review_at, reject_at, elevated_at, highest_at, override };
}

export async function findConfigurationVersion(database: Database): Promise<number> {
  return (await database.one<{ version: number }>('risk_configuration/find_risk_version')).version;
}

/** The version is read first: what changes meanwhile is read too early, and read again at the next version. */
export async function readConfiguration(database: Database, now: Date): Promise<ConfigurationRows> {
  const version = await findConfigurationVersion(database);
  const [policy, rules, customInputs, rates, distributions, snoozes, models] = await Promise.all([
    database.one<PolicyRow>('policy/find_policy'),
    database.query<RunningRule>('rule/list_running_rules'),
    database.query<ConfigurationRows['customInputs'][number]>('custom_input/list_custom_inputs'),
    database.query<Omit<RateRow, 'per_base'> & { per_base: string }>('rate/list_rates'),
    database.maybeOne<DistributionsRow>('feature_distribution/find_latest'),
    database.query<Omit<SnoozeRow, 'until'> & { until: Date }>('snooze/list_held_snoozes', { now }),
    findPointer(database).then((pointer) => carriedModels(database, pointer)),
  ]);
  return {
    version,
    policy: policyView(policy),
    rules,
    customInputs,
    rates: rates.map((row) => ({ ...row, per_base: Number(row.per_base) })),
    distributions: distributions ?? null,
    models,
    snoozes: snoozes.map((row) => ({ ...row, until: row.until.toISOString() })),
  };
}

/** The entries of the lists for a start without the database; null where they are too many to keep. */
export async function readKeptLists(database: Database): Promise<ListRow[] | null> {
  const rows = await database.query<Omit<ListRow, 'expires_at'> & { expires_at: Date | null }>(
    'list/list_held_entries',
    { row_limit: mostKeptEntries + 1 },
  );
  if (rows.length > mostKeptEntries) return null;
  return rows.map((row) => ({ ...row, expires_at: row.expires_at?.toISOString() ?? null }));
}

/** Before anything is judged by it: a replay finds the rules by the hash that answers have of them. */
export async function keepRuleset(database: Database, { rules, rulesetHash }: Configuration, now: Date): Promise<void> {
  const members = JSON.stringify(membersOf(rules.values()));
  await database.query('ruleset/keep_ruleset', { hash: rulesetHash, rules: members, noted_at: now });
}
