import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dayAt } from '#libs/contracts';
import { FinalTables, toMixpanel, type SimulatedCompany, type SimulatedRecord } from '#libs/simulation';
import type { Progress } from '../terminal/progress.js';
import { CsvFile, LineFile } from './files.js';
import { PledgeParts } from './pledge-parts.js';

const outcomeColumns = [
  'outcome_id',
  'pledge_id',
  'kind',
  'occurred_at',
  'known_at',
  'category',
  'reason_code',
  'won',
  'amount',
  'currency',
  'base_amount',
];

const dayMs = 86_400_000;
const reportEvery = 5_000;

/**
 * Writes a company's history below a folder: its rows as they came as CSV, events as Mixpanel exports them (a gzip file of
 * newline-delimited JSON a day), tables as they stand at the end, and what was planted. One pass, and not much in memory.
 * @returns how many records of each kind there are.
 */
export async function writeCompany(
  company: SimulatedCompany,
  folder: string,
  progress: Progress,
): Promise<Record<string, number>> {
  const tables = {
    rate: await CsvFile.create(join(folder, 'rates.csv.gz')),
    project: await CsvFile.create(join(folder, 'projects.csv.gz')),
    backer: await CsvFile.create(join(folder, 'backers.csv.gz')),
    pledge: await CsvFile.create(join(folder, 'pledges.csv.gz')),
    outcome: await CsvFile.create(join(folder, 'outcomes.csv.gz')),
  };
  const events = new EventFiles(join(folder, 'events'));
  const projects = FinalTables.empty();
  const pledges = await PledgeParts.create(join(folder, 'pledge-parts'));
  const counts: Record<string, number> = {};
  let done = 0;
  for (const record of company.records()) {
    counts[record.kind] = (counts[record.kind] ?? 0) + 1;
    if (record.kind === 'project') projects.take(record);
    if (record.kind === 'pledge' || record.kind === 'outcome') await pledges.write(record);
    if (record.kind === 'event') await events.write(record);
    else await tables[record.kind].write(rowOf(record), record.kind === 'outcome' ? outcomeColumns : undefined);
    if (++done % reportEvery === 0)
      progress.update('Simulating the company', done, Math.max(done, company.expectedRecords));
  }
  progress.update('Simulating the company', done, done);
  await Promise.all([...Object.values(tables).map((table) => table.close()), events.close()]);
  await writeTable(join(folder, 'tables/projects.csv.gz'), projects.projects());
  await writeTable(join(folder, 'tables/pledges.csv.gz'), pledges.rows(projects));
  await writeFile(join(folder, 'truths.json'), `${JSON.stringify(company.truths, undefined, 2)}\n`);
  await writeFile(join(folder, 'experiments.json'), `${JSON.stringify(company.experiments, undefined, 2)}\n`);
  return counts;
}

async function writeTable(path: string, rows: Iterable<object> | AsyncIterable<object>): Promise<void> {
  const file = await CsvFile.create(path);
  for await (const row of rows) await file.write(row);
  await file.close();
}

/** What was planted is told in truths.json only: no table of the company has a column that says which pledge is fraud. */
function rowOf(record: Exclude<SimulatedRecord, { kind: 'event' }>): object {
  if (record.kind !== 'pledge') return record.row;
  const { label: _, ...row } = record.row;
  return row;
}

/** One file a UTC day; records come in order of time, so one is open. */
class EventFiles {
  private day = -1;
  private file: LineFile | undefined;

  constructor(private readonly folder: string) {}

  async write(record: Extract<SimulatedRecord, { kind: 'event' }>): Promise<void> {
    const day = Math.floor(record.time / dayMs);
    if (day !== this.day) {
      await this.close();
      this.day = day;
      this.file = await LineFile.create(join(this.folder, `${dayAt(record.time)}.json.gz`));
    }
    await this.file?.write(JSON.stringify(toMixpanel(record.row)));
  }

  async close(): Promise<void> {
    await this.file?.close();
    this.file = undefined;
  }
}
