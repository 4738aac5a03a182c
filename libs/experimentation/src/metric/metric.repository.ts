import {
  recordedActor,
  type Actor,
  type FactColumn,
  type MetricDefinition,
  type MetricVersionView,
  type PinnedMetricView,
  type RecordedActor,
} from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import type { PinnedFact, PinnedMetric } from './metric-line.js';

export interface MetricVersionRow {
  readonly version: number;
  readonly definition: MetricDefinition;
  readonly note: string | null;
  readonly actor_kind: RecordedActor['kind'];
  readonly actor_id: string;
  readonly actor_name: string;
  readonly created_at: Date;
}

export interface MetricRow extends MetricVersionRow {
  readonly key: string;
  readonly built_in: boolean;
  readonly archived_at: Date | null;
}

export interface NewMetricVersion {
  readonly key: string;
  readonly version: number;
  readonly definition: MetricDefinition;
  readonly note: string | null;
  readonly actor: Actor;
  readonly at: Date;
}

export const listMetrics = (
  transaction: Transaction,
  { keys = null, archived = false }: { keys?: readonly string[] | null; archived?: boolean },
): Promise<MetricRow[]> => transaction.query<MetricRow>('metric/list_metrics', { keys, archived });

export async function insertMetricVersion(transaction: Transaction, metric: NewMetricVersion): Promise<void> {
  const { key, version, definition, note, actor, at } = metric;
  const { kind, id, name } = recordedActor(actor);
  await transaction.query('metric/insert_version', {
    metric_key: key,
    version,
    definition: JSON.stringify(definition),
    note,
    actor_kind: kind,
    actor_id: id,
    actor_name: name,
    created_at: at,
  });
  await transaction.query('metric/raise_version', { key, version });
}

export const metricVersionView = (row: MetricVersionRow): MetricVersionView => ({
  version: row.version,
  ...row.definition,
  note: row.note,
  created_by: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
  created_at: row.created_at,
});

interface PinnedRow {
  readonly metric: string;
  readonly version: number;
  readonly definition: MetricDefinition;
  readonly fact: string;
  readonly fact_version: number;
  readonly sql: string;
  readonly scale: number;
  readonly columns: readonly FactColumn[] | null;
}

/** What an experiment is read by, with all that a line of its readout is computed from; in the order of the pins. */
export async function pinnedMetrics(
  transaction: Transaction,
  pins: readonly PinnedMetricView[],
): Promise<PinnedMetric[]> {
  const asked = pins.flatMap(({ metric, version, facts }) =>
    Object.entries(facts).map(([fact, factVersion]) => ({ metric, version, fact, factVersion })),
  );
  const rows = await transaction.query<PinnedRow>('metric/list_pinned', {
    metrics: asked.map(({ metric }) => metric),
    versions: asked.map(({ version }) => version),
    facts: asked.map(({ fact }) => fact),
    fact_versions: asked.map(({ factVersion }) => factVersion),
  });
  return pins.flatMap(({ metric, version, added_at }) => {
    const own = rows.filter((row) => row.metric === metric && row.version === version);
    const definition = own[0]?.definition;
    const factOf = (key: string | undefined): PinnedFact | null => {
      const row = own.find(({ fact }) => fact === key);
      if (row === undefined) return null;
      const { sql, scale, columns } = row;
      return { key: row.fact, version: row.fact_version, sql, scale, columns: columns ?? [] };
    };
    const numerator = factOf(definition?.numerator.fact);
    if (definition === undefined || numerator === null) return [];
    const denominator = factOf(definition.denominator?.fact);
    const addedAt = added_at === null ? null : new Date(added_at);
    return [{ key: metric, version, definition, numerator, denominator, addedAt }];
  });
}
