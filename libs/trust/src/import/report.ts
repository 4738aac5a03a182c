import type { ImportReport } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { areaUnderRoc, averagePrecision } from '#libs/stats';

interface ScoreRow {
  readonly risk_score: number;
  readonly frauds: number;
  readonly others: number;
}

/** How well the scores of an import put its frauds before the rest; pledges without a label count as the rest. */
export async function rankingOf(
  database: Transaction,
  import_id: string,
): Promise<Pick<ImportReport, 'auc' | 'average_precision' | 'frauds'>> {
  const rows = await database.query<ScoreRow>('import/summarise_scores', { import_id });
  const total = rows.reduce((sum, { frauds, others }) => sum + frauds + others, 0);
  const scores = new Float64Array(total);
  const labels: boolean[] = [];
  let at = 0;
  for (const { risk_score, frauds, others } of rows) {
    scores.fill(risk_score, at, at + frauds + others);
    for (let index = 0; index < frauds + others; index++) labels.push(index < frauds);
    at += frauds + others;
  }
  const auc = areaUnderRoc(scores, labels);
  const precision = averagePrecision(scores, labels);
  return {
    auc: auc.kind === 'estimate' ? auc.value : null,
    average_precision: precision.kind === 'estimate' ? precision.value : null,
    frauds: rows.reduce((sum, { frauds }) => sum + frauds, 0),
  };
}
