import type { ReportRequest, ReportWarning } from '#libs/contracts';

/** A funnel broken down by what no unit's first step said has one empty value, and nothing else would say why. */
export function unknownProperty(
  report: ReportRequest,
  rows: readonly Readonly<Record<string, unknown>>[],
): ReportWarning[] {
  if (report.kind !== 'funnel' || report.property === undefined) return [];
  const { property, steps } = report;
  const counted = rows.filter(({ units }) => Number(units) > 0);
  if (counted.length === 0 || counted.some(({ value }) => value !== '' && value !== null)) return [];
  const detail = `No ${steps[0]} that was counted has a property ${property}: all are under the empty value.`;
  return [{ pointer: '/property', name: property, nearest: [], detail }];
}
