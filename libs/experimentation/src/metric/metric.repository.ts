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
  return (await pinnedMetricsOf(transaction, [pins]))[0] ?? [];
}

/** The same of many experiments at once, in their order. */
export async function pinnedMetricsOf(
  transaction: Transaction,
  all: readonly (readonly PinnedMetricView[])[],
): Promise<PinnedMetric[][]> {
  const nameOf = (...parts: readonly (string | number | undefined)[]): string => parts.join(' ');
  const asked = new Map(
    all.flat().flatMap(({ metric, version, facts }) =>
      Object.entries(facts).map(([fact, factVersion]) => {
        const one = { metric, version, fact, factVersion };
        return [nameOf(metric, version, fact, factVersion), one] as const;
      }),
    ),
  );
  const values = [...asked.values()];
  const rows = await transaction.query<PinnedRow>('metric/list_pinned', {
    metrics: values.map(({ metric }) => metric),
    versions: values.map(({ version }) => version),
    facts: values.map(({ fact }) => fact),
    fact_versions: values.map(({ factVersion }) => factVersion),
  });
  const found = new Map(rows.map((row) => [nameOf(row.metric, row.version, row.fact, row.fact_version), row]));
  return all.map((pins) =>
    pins.flatMap(({ metric, version, facts, added_at }) => {
      const rowOf = (fact: string | undefined): PinnedRow | undefined =>
        fact === undefined ? undefined : found.get(nameOf(metric, version, fact, facts[fact]));
      const definition = Object.keys(facts)
        .map(rowOf)
        .find((row) => row !== undefined)?.definition;
      const numerator = factOf(rowOf(definition?.numerator.fact));
      if (definition === undefined || numerator === null) return [];
      const denominator = factOf(rowOf(definition.denominator?.fact));
      const addedAt = added_at === null ? null : new Date(added_at);
      return [{ key: metric, version, definition, numerator, denominator, addedAt }];
    }),
  );
}

function factOf(row: PinnedRow | undefined): PinnedFact | null {
  if (row === undefined) return null;
  const { fact, fact_version: version, sql, scale, columns } = row;
  return { key: fact, version, sql, scale, columns: columns ?? [] };
}
