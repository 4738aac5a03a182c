import type { ReportRequest, ReportWarning } from '#libs/contracts';

/** Of a misspelt experiment, or of one that no refresh has read, there is nothing: nothing else would say why. */
export function unreadUnits(report: ReportRequest, rows: readonly object[]): ReportWarning[] {
  if (report.kind !== 'experiment_units' || rows.length > 0) return [];
  const { experiment, metric, from, to } = report;
  const detail =
    `The latest refresh of ${experiment} has no unit of ${metric} first exposed from ${from} to ${to} whose window is ` +
    'closed, or there was none.';
  return [{ pointer: '/experiment', name: experiment, nearest: [], detail }];
}
