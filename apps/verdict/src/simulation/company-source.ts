import type { PullAnswer, PullView } from '#libs/contracts';
import type { RunningServer } from '../client/running-server.js';
import { untilPulled } from '../commands/pull-progress.js';
import { PlainError } from '../plain-error.js';
import type { Progress } from '../terminal/progress.js';

const key = 'company';
const path = `/v1/sources/${key}`;

const typed = (type: string, ...names: string[]): object[] => names.map((name) => ({ name, type }));

/** The simulated company's tables, as a company would describe its own. */
const tables: Readonly<Record<string, object>> = {
  projects: {
    from: 'tables/projects.csv.gz',
    columns: [
      ...typed('integer', 'goal', 'pledged', 'backers'),
      ...typed('timestamp', 'launched_at', 'deadline', 'state_changed_at'),
    ],
    key: ['project_id'],
    entity: {
      name: 'project',
      map: same(
        'project_id creator_id name category country currency goal launched_at deadline state state_changed_at time_zone',
      ),
    },
  },
  backers: {
    from: 'backers.csv.gz',
    columns: [...typed('timestamp', 'signed_up_at'), { name: 'email', use: 'hash' }],
    key: ['backer_id'],
    entity: { name: 'backer', map: same('backer_id signed_up_at country') },
  },
  pledges: {
    from: 'tables/pledges.csv.gz',
    columns: [...typed('integer', 'amount'), ...typed('timestamp', 'pledged_at', 'changed_at')],
    key: ['pledge_id'],
    entity: { name: 'pledge', map: same('pledge_id backer_id project_id amount currency state pledged_at changed_at') },
  },
  rates: {
    from: 'rates.csv.gz',
    columns: [...typed('date', 'day'), ...typed('double', 'per_base')],
    key: ['currency', 'day'],
    entity: { name: 'rate', map: same('currency day per_base') },
  },
};

/** Columns that are called as we call them. */
function same(names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, name]));
}

/** Describes the company's tables as a source of files, and asks for all of them. Safe to repeat. */
export async function askForTables(server: RunningServer, folder: string): Promise<readonly PullView[]> {
  await server.put(path, {
    kind: 'files',
    location: `file:${folder}`,
    description: 'The tables of the simulated company, as they stand at the end of its history.',
  });
  for (const [name, table] of Object.entries(tables)) await server.put(`${path}/tables/${name}`, table);
  const { pulls } = await server.post<PullAnswer>(`${path}/pulls`, {});
  return pulls.map(({ pull }) => pull);
}

/** @throws PlainError when one did not come */
export async function tablesCame(server: RunningServer, asked: readonly PullView[], progress: Progress): Promise<void> {
  for (const one of asked) {
    const { state, table, error, counts } = await untilPulled(server, one, progress);
    if (state !== 'done' || (counts?.quarantined ?? 0) > 0)
      throw new PlainError(`The simulated company’s ${table} could not be pulled: ${error ?? 'some rows are bad'}`);
  }
}
