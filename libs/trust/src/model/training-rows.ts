import { TableBuilder, type Feature, type Table } from '#libs/boosting';
import type { Database } from '#libs/postgres';
import type { FeatureValues } from '#libs/scoring';
import { trainingFeatures } from './training-features.js';
import type { ModelRow } from './model.repository.js';

const dayUs = 86_400_000_000;
/** Enough for 254 quantiles of the values. */
const samplePledges = 50_000;
const pageRows = 10_000;

/** Labelled pledges in the order of their windows: in bins, with what card precision needs to know. */
export interface TrainingRows {
  readonly table: Table;
  /** µs. */
  readonly ends: Float64Array;
  readonly cards: readonly string[];
}

interface Row {
  readonly id: string;
  readonly window_end: number;
  readonly card: string;
  readonly features: FeatureValues;
  readonly fraud: boolean;
}

/** What a training reads: nothing that became known at its cut or later. µs. */
function boundsOf({ cut, request }: ModelRow) {
  const end = cut.getTime() * 1_000;
  return {
    cut: end,
    from_end: end - request.days * dayUs,
    until_end: end - request.label_delay_days * dayUs,
  };
}

/** @param progress rows read so far, of at most so many */
export async function readTrainingRows(
  database: Database,
  model: ModelRow,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: (done: number, most: number) => void },
): Promise<TrainingRows> {
  const bounds = boundsOf(model);
  const { seed, monotone } = model.request;
  const { answers } = await database.one<{ answers: number }>('training/count_rows', bounds);
  const asked = { ...bounds, seed, row_limit: samplePledges };
  const sample = await database.query<{ features: FeatureValues }>('training/sample_features', asked);
  const features = trainingFeatures(
    sample.map((row) => row.features),
    monotone,
  );
  const builder = new TableBuilder(features, answers);
  const [ends, cards]: [number[], string[]] = [[], []];
  let after = { after_end: bounds.from_end, after_id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    signal.throwIfAborted();
    const rows = await database.query<Row>('training/list_rows', {
      ...bounds,
      ...after,
      assume_collected: model.request.assume_collected,
      row_limit: pageRows,
    });
    for (const row of rows) {
      addRow(builder, features, row);
      ends.push(row.window_end);
      cards.push(row.card);
    }
    progress(ends.length, answers);
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) break;
    after = { after_end: last.window_end, after_id: last.id };
  }
  return { table: builder.build(), ends: Float64Array.from(ends), cards };
}

const addRow = (builder: TableBuilder, features: readonly Feature[], row: Row): void =>
  builder.add((at) => row.features[features[at]?.name ?? ''] ?? undefined, row.fraud);
