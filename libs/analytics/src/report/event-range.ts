import { dayAt, type ReportRequest, type ReportWarning } from '#libs/contracts';
import type { Warehouse } from '#libs/warehouse';
import { addDays } from '../derived/days.js';

/** Reports whose days are those of events. */
const ofEvents = new Set<ReportRequest['kind']>(['paths', 'funnel', 'retention']);

/** Days before the first event or after the latest: the answer is empty, and nothing else would say why. */
export async function daysWithoutEvents(
  warehouse: Warehouse,
  { kind, from, to }: ReportRequest,
  signal: AbortSignal,
): Promise<ReportWarning[]> {
  if (!ofEvents.has(kind)) return [];
  const { rows } = await warehouse.query<{ first_time: Date | null; latest_time: Date | null }>(
    'event_name/find_range',
    {},
    undefined,
    signal,
  );
  const { first_time = null, latest_time = null } = rows[0] ?? {};
  // Which events there are not is said where they are named.
  if (first_time === null || latest_time === null) return [];
  const [first, latest] = [dayAt(first_time.getTime()), dayAt(latest_time.getTime())];
  // Retention's days may begin half a day before or after those of UTC.
  const margin = kind === 'retention' ? 1 : 0;
  if (to >= addDays(first, -margin) && from <= addDays(latest, margin)) return [];
  const detail = `No event is from ${from} to ${to}: events are from ${first} to ${latest}.`;
  return [
    to < first
      ? { pointer: '/to', name: to, nearest: [first], detail }
      : { pointer: '/from', name: from, nearest: [latest], detail },
  ];
}
