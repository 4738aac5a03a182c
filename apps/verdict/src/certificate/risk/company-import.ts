import { join } from 'node:path';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock, type ImportedRow } from '#libs/contracts';
import { Buckets } from '#libs/events';
import { GEO_LOOKUP, type GeoLookup } from '#libs/geo';
import type { HttpService } from '#libs/http';
import { FolderStore } from '#libs/objects';
import { Database, DATABASE } from '#libs/postgres';
import type { OutcomeRow, PledgeRow, SimulatedCompany } from '#libs/simulation';
import { livePlaces, PledgeImporter } from '#libs/trust';
import { loadFacts } from '../../simulation/load-company.js';
import { Progress } from '../../terminal/progress.js';
import { bodyOf } from './company-traffic.js';

const noProgress = new Progress({ isTTY: false, write: () => true });

/** A company's facts, and its pledges and outcomes as they were: each scored as of its own time. */
export async function importCompany(app: HttpService, company: SimulatedCompany, folder: string): Promise<void> {
  await loadFacts(app, company, noProgress);
  const clock = app.get<Clock>(CLOCK, { strict: false });
  const database = app.get<Database>(DATABASE, { strict: false });
  const importer = new PledgeImporter(
    database,
    new Buckets(database, new FolderStore(join(folder, 'imported')), clock),
    livePlaces(app.get<GeoLookup>(GEO_LOOKUP, { strict: false })),
    clock,
    app.get<Config>(CONFIG, { strict: false }),
  );
  await importer.importRows({ name: 'company', identity: 'company' }, rowsOf(company));
  // What has just been written in one go is planned for as the empty tables that they were.
  await database.query('import/analyze_observations');
}

function* rowsOf(company: SimulatedCompany): Generator<ImportedRow> {
  let line = 0;
  for (const record of company.records()) {
    if (record.kind === 'pledge') yield pledgeOf(record.row, ++line);
    else if (record.kind === 'outcome') yield outcomeOf(record.row, ++line);
  }
}

const pledgeOf = (row: PledgeRow, line: number): ImportedRow => ({
  kind: 'pledge',
  line,
  time: microsOf(row.time),
  request: bodyOf(row),
});

const outcomeOf = (row: OutcomeRow, line: number): ImportedRow => {
  const { outcome_id: id, pledge_id: pledgeId, kind, category, reason_code: reasonCode, won, amount, currency } = row;
  return {
    kind: 'outcome',
    line,
    pledgeId,
    outcome: {
      id,
      kind,
      occurredAt: microsOf(row.occurred_at),
      knownAt: microsOf(row.known_at),
      ...(category === undefined ? {} : { category }),
      ...(reasonCode === undefined ? {} : { reasonCode }),
      ...(won === undefined ? {} : { won }),
      ...(amount === undefined ? {} : { amount }),
      ...(currency === undefined ? {} : { currency }),
    },
  };
};

const microsOf = (time: string): number => Date.parse(time) * 1_000;
