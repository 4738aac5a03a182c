import type { ReportRequest, ReportWarning } from '#libs/contracts';
import { nearestNames, type Warehouse } from '#libs/warehouse';

const mostShown = 3;

/** Events that a report names and that never happened: its answer is empty, or short, and nothing else would say why. */
export async function unknownEvents(
  warehouse: Warehouse,
  report: ReportRequest,
  signal: AbortSignal,
): Promise<ReportWarning[]> {
  const ask = async (statement: string, values = {}): Promise<string[]> =>
    (await warehouse.query<{ name: string }>(statement, values, undefined, signal)).rows.map(({ name }) => name);
  const unknown: { pointer: string; name: string }[] = [];
  for (const [pointer, name] of namedEvents(report))
    if ((await ask('event_name/find_event', { name })).length === 0) unknown.push({ pointer, name });
  if (unknown.length === 0) return [];
  const names = await ask('event_name/list_names');
  return unknown.map(({ pointer, name }) => {
    const nearest = nearestNames(name, names, mostShown);
    const known = nearest.length === 0 ? 'the warehouse has no events yet' : `the nearest are ${nearest.join(', ')}`;
    return { pointer, name, nearest, detail: `No event is called ${name}: ${known}.` };
  });
}

/** Where a report names events, by the pointers of its request. */
function namedEvents(report: ReportRequest): (readonly [pointer: string, name: string])[] {
  switch (report.kind) {
    case 'paths':
      return [['/event', report.event]];
    case 'funnel':
      return report.steps.map((name, index) => [`/steps/${index}`, name]);
    case 'retention': {
      const { event, return_event: back } = report;
      return [['/event', event], ...(back === undefined ? [] : [['/return_event', back] as const])];
    }
    default:
      return [];
  }
}
