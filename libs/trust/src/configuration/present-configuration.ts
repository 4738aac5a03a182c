import type { Database } from '#libs/postgres';
import { ListFollower } from '../list/list-follower.js';
import { compileConfiguration, type Configuration } from './configuration.js';
import { keepRuleset, readConfiguration } from './configuration.repository.js';

/** What decides answers now, lists included: read once, so that all of a job's pledges are judged alike. */
export async function presentConfiguration(
  database: Database,
  companyCurrency: string,
  now: Date,
): Promise<Configuration> {
  const rows = await readConfiguration(database, now);
  const lists = new ListFollower(database);
  await lists.follow(rows.version, now);
  const configuration = compileConfiguration(rows, companyCurrency, lists.current());
  await keepRuleset(database, configuration, now);
  return configuration;
}
