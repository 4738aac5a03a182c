import type { ImportPosition } from '#libs/contracts';
import type { Buckets } from '#libs/events';
import type { Database } from '#libs/postgres';
import { savePosition, type Hold } from './import.repository.js';
import { pageAfter } from './observe-rows.js';
import { SqlVelocities, type Velocities } from './read-velocities.js';
import {
  entitiesAmong,
  pointsOf,
  scorePledge,
  type ImportCircumstances,
  type Point,
  type PointRow,
} from './score-pledges.js';
import { stageAssessments, storeAssessments } from './store-assessments.js';

type Stepping = Extract<ImportPosition, { phase: 'observe' | 'score' }>;

/** Rows of one page, with what is known of the pledges among them. */
interface Page {
  readonly points: readonly Point[];
  readonly velocities: ReadonlyMap<number, Velocities>;
  /** After the page. */
  readonly position: Stepping;
}

const rowLimit = 10_000;
const nothing: Velocities = {};

/** Scores an import's pledges page by page; the next page's windows are read while one is scored and stored. */
export class ScoringPass {
  private readonly velocities: SqlVelocities;

  constructor(
    private readonly database: Database,
    private readonly buckets: Buckets,
    private readonly about: ImportCircumstances,
  ) {
    this.velocities = new SqlVelocities(database);
  }

  /** Yields the position after each page that is stored. */
  async *run(
    start: Stepping,
    { signal, hold }: { readonly signal: AbortSignal; readonly hold: Hold },
  ): AsyncGenerator<Stepping> {
    let reading = this.read(start);
    for (;;) {
      const page = await reading;
      if (page === undefined) return;
      signal.throwIfAborted();
      reading = this.read(page.position);
      // It is awaited in the next round, or not at all when this page fails.
      reading.catch(() => undefined);
      await this.store(page, hold);
      yield page.position;
    }
  }

  private async read(after: Stepping): Promise<Page | undefined> {
    const { origin, epoch, configuration } = this.about;
    const rows = await this.database.rendered<PointRow>('import/list_points', {}, pageAfter(origin, after, rowLimit));
    const first = rows[0];
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const points = pointsOf(rows, configuration);
    const range = { origin, fromStamp: first.stamp, untilStamp: last.stamp + 1, epoch };
    return {
      points,
      velocities: await this.velocities.read(range, entitiesAmong(points)),
      position: {
        ...after,
        done: after.done + rows.length,
        after: { knownAt: last.known_at, line: last.line, part: last.part },
        stamp: last.stamp,
        batch: after.batch + 1,
      },
    };
  }

  private async store({ points, velocities, position }: Page, hold: Hold): Promise<void> {
    const { origin } = this.about;
    const rows = points.map((point) => scorePledge(point, velocities.get(point.row.stamp) ?? nothing, this.about));
    await stageAssessments(this.buckets, origin, position.batch, rows);
    await this.database.transaction(async (transaction) => {
      await hold(transaction);
      await storeAssessments(transaction, rows);
      await savePosition(transaction, origin, position, { scored: rows.length });
    });
  }
}
