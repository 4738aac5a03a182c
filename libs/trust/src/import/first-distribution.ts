import type { Database } from '#libs/postgres';
import { samplePledges, storeDistribution } from '../distribution/distribution.repository.js';
import { SqlVelocities } from './read-velocities.js';
import { placesOf, pointOf, scorePledge, type ImportCircumstances, type PointRow } from './score-pledges.js';

/**
 * Where nobody knows yet how values lie among pledges, an import says it of its own latest ones, before it scores them: the
 * percentiles of a company's first pledges would be unknown for ever otherwise.
 */
export async function makeFirstDistribution(database: Database, about: ImportCircumstances): Promise<void> {
  const { origin, epoch, configuration, clock } = about;
  const parameters = { import_id: origin, row_limit: samplePledges };
  const rows = await database.rendered<PointRow>('import/list_latest_points', {}, parameters);
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return;
  const velocities = new SqlVelocities(database);
  const range = {
    origin,
    fromStamp: first.stamp,
    untilStamp: last.stamp + 1,
    epoch,
    earliest: first.known_at,
  };
  const known = await velocities.read(range, await velocities.entitiesOf(origin));
  const places = await placesOf(rows, about.places);
  const features = rows.flatMap((row, index) => {
    const [point, place] = [pointOf(row, configuration), places[index]];
    if (point === undefined || place === undefined) return [];
    return [scorePledge(point, { velocity: known.get(row.stamp) ?? {}, place }, about).features];
  });
  const [from, until] = [new Date(first.occurred_at / 1_000), new Date(last.occurred_at / 1_000 + 1)];
  // All of them, or the latest: nothing is drawn.
  await storeDistribution(database, { from, until, seed: 0, features }, new Date(clock.now()));
}
