import type { ImportPosition } from '#libs/contracts';
import type { Buckets } from '#libs/events';
import type { Database } from '#libs/postgres';
import type { EntityName } from '#libs/scoring';
import { savePosition, type Hold } from './import.repository.js';
import { pageAfter } from './observe-rows.js';
import { SqlVelocities, type Velocities } from './read-velocities.js';
import type { GeoAnswer } from '../score/lookups.js';
import { placesOf, pointOf, scorePledge, type ImportCircumstances, type PointRow } from './score-pledges.js';
import { bucketRowsOf, stageAssessments, storeAssessments, type BucketRowPair } from './store-assessments.js';

type Stepping = Extract<ImportPosition, { phase: 'observe' | 'score' }>;

/** Rows of one page, with what is known of the pledges among them. */
interface Page {
  readonly rows: readonly PointRow[];
  readonly velocities: ReadonlyMap<number, Velocities>;
  /** In the order of the rows. */
  readonly places: readonly GeoAnswer[];
  /** After the page. */
  readonly position: Stepping;
}

const pageRows = 20_000;
/** Few enough that what is made of them is gone before it grows old. */
const chunkRows = 1_000;
const nothing: Velocities = {};

/** Scores an import's pledges page by page; the next page's windows are read while one is scored and stored. */
export class ScoringPass {
  private readonly velocities: SqlVelocities;
  private entities: ReadonlySet<EntityName> = new Set();

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
    this.entities = await this.velocities.entitiesOf(this.about.origin);
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
    const { origin, epoch } = this.about;
    const rows = await this.database.rendered<PointRow>('import/list_points', {}, pageAfter(origin, after, pageRows));
    const first = rows[0];
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const range = {
      origin,
      fromStamp: first.stamp,
      untilStamp: last.stamp + 1,
      epoch,
      // Pledges become known when they are made: the first row's time is the earliest.
      earliest: first.known_at,
    };
    return {
      rows,
      velocities: await this.velocities.read(range, this.entities),
      places: await placesOf(rows, this.about.places),
      position: {
        ...after,
        done: after.done + rows.length,
        after: { knownAt: last.known_at, line: last.line, part: last.part },
        stamp: last.stamp,
        batch: after.batch + 1,
      },
    };
  }

  private async store(page: Page, hold: Hold): Promise<void> {
    const { origin } = this.about;
    const latest = latestOf(page.rows);
    await this.database.transaction(async (transaction) => {
      const loaded: BucketRowPair[] = [];
      for (let from = 0; from < page.rows.length; from += chunkRows) {
        const scored = this.score(page, from);
        loaded.push(...scored.map(bucketRowsOf));
        await storeAssessments(transaction, scored, latest);
      }
      await stageAssessments(this.buckets, origin, page.position.batch, loaded);
      await hold(transaction);
      await savePosition(transaction, origin, page.position, { scored: loaded.length });
    });
  }

  private score({ rows, velocities, places }: Page, from: number) {
    return rows.slice(from, from + chunkRows).flatMap((row, index) => {
      const point = pointOf(row, this.about.configuration);
      const place = places[from + index];
      if (point === undefined || place === undefined) return [];
      return [scorePledge(point, { velocity: velocities.get(row.stamp) ?? nothing, place }, this.about)];
    });
  }
}

/** Of each pledge of a page its last revision there. */
function latestOf(rows: readonly PointRow[]): Map<string, number> {
  const latest = new Map<string, number>();
  for (const { pledge_id, revision } of rows) if (revision !== null) latest.set(pledge_id, revision);
  return latest;
}
