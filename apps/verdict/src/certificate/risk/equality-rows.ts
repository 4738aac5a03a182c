import type { CertificateRow } from '#libs/contracts';
import type { HttpService } from '#libs/http';
import { Database, DATABASE } from '#libs/postgres';
import { neverRow } from '#libs/simulation';
import { EqualityCheck, ReplayService, VelocityKeeper, type EqualityCounts } from '#libs/trust';
import { given } from './rows.js';
import type { TimedClock } from './timed-clock.js';

const sweptMs = 60_000;

/** The keeper of the store has looked, twice: the first may have been a look that was under way before. */
export const kept = async (app: HttpService): Promise<void> => {
  const keeper = app.get(VelocityKeeper, { strict: false });
  await keeper.tick();
  await keeper.tick();
};

/** All that the service has stored, as it stands when what was cut off in the middle has been swept. */
export async function compared(
  app: HttpService,
  clock: TimedClock,
  onPage: (counts: EqualityCounts) => void,
): Promise<EqualityCounts> {
  // What was cut off in the middle is abandoned by now.
  clock.reach(clock.now() + sweptMs);
  await kept(app);
  const database = app.get<Database>(DATABASE, { strict: false });
  // What has just been written in one go is planned for as the empty table that it was.
  await database.query('import/analyze_observations');
  let counts: EqualityCounts | undefined;
  for await (const now of new EqualityCheck(database, app.get(ReplayService, { strict: false })).run()) {
    counts = now;
    onPage(counts);
  }
  if (counts === undefined) throw new Error('There is nothing to compare.');
  return counts;
}

/** How many there are, and how many differ that must not. */
export function equalityRows(of: string, counts: EqualityCounts, told: number): CertificateRow[] {
  const { answers, attempts, values, marked, excused, sqlDiffering, replayDiffering, examples } = counts;
  return [
    neverRow({ what: `${of}: pledges that were told and are not there` }, Math.abs(told - answers), told),
    neverRow({ what: `${of}: live values that SQL has otherwise` }, sqlDiffering, values),
    neverRow({ what: `${of}: live values, and decisions, that a replay has otherwise` }, replayDiffering, values),
    given(`${of}: pledges whose answer was never stored`, attempts, answers + attempts),
    given(`${of}: pledges that are marked`, marked, answers + attempts),
    given(`${of}: values of theirs that differ`, excused, values),
    ...examples.map(({ pledge_id, revision, name, live, other, by }) =>
      neverRow({ what: `${pledge_id} ${revision ?? ''} ${name}: live ${String(live)}, ${by} ${String(other)}` }, 1, 1),
    ),
  ];
}
