import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ClosedBatch, Column, EntityName, Snapshot } from '#libs/contracts';
import type { ObjectStore } from '#libs/objects';
import {
  FinalTables,
  type BackerRow,
  type PledgeRow,
  type RateRow,
  type SimulatedCompany,
  type SimulatedEvent,
} from '#libs/simulation';
import { BatchLoader, type Warehouse } from '#libs/warehouse';

const source = 'company';

const column = (name: string, type: Column['type'] = 'text'): Column => ({ name, type });

/** The company's tables by the entity that each is. */
const tables: Readonly<Record<EntityName, { readonly key: readonly string[]; readonly columns: readonly Column[] }>> = {
  project: {
    key: ['project_id'],
    columns: [
      ...['project_id', 'creator_id', 'name', 'category', 'country', 'currency'].map((name) => column(name)),
      column('goal', 'integer'),
      ...['launched_at', 'deadline', 'state_changed_at'].map((name) => column(name, 'timestamp')),
      ...['state', 'time_zone'].map((name) => column(name)),
    ],
  },
  backer: {
    key: ['backer_id'],
    columns: [column('backer_id'), column('signed_up_at', 'timestamp'), column('country')],
  },
  pledge: {
    key: ['pledge_id'],
    columns: [
      ...['pledge_id', 'backer_id', 'project_id', 'currency', 'state'].map((name) => column(name)),
      column('amount', 'integer'),
      ...['pledged_at', 'changed_at'].map((name) => column(name, 'timestamp')),
    ],
  },
  rate: {
    key: ['currency', 'day'],
    columns: [column('currency'), column('day', 'date'), column('per_base', 'double')],
  },
};

const oneIn = 16;

/** What a company's history brings to the warehouse. */
export interface CompanyRows {
  readonly loadedAt: Date;
  readonly events: readonly SimulatedEvent[];
  readonly pledges: readonly PledgeRow[];
  readonly entities: Readonly<Record<EntityName, readonly object[]>>;
}

/** Of the company's people one in sixteen, whole: as visitor and as the backer that she became; and all projects. */
export function rowsOf(company: SimulatedCompany): CompanyRows {
  const final = FinalTables.empty();
  const events: SimulatedEvent[] = [];
  const pledges: PledgeRow[] = [];
  const backers: BackerRow[] = [];
  const rates: RateRow[] = [];
  for (const record of company.records()) {
    final.take(record);
    if (record.kind === 'event') events.push(record.row);
    if (record.kind === 'pledge') pledges.push(record.row);
    if (record.kind === 'backer') backers.push(record.row);
    if (record.kind === 'rate') rates.push(record.row);
  }
  const visitors = new Map(backers.map(({ backer_id, visitor_id }) => [backer_id, visitor_id]));
  const isSampled = (who: string): boolean => {
    const [byte = 0] = createHash('md5')
      .update(visitors.get(who) ?? who)
      .digest();
    return byte % oneIn === 0;
  };
  const ofSample = <Row extends { readonly backer_id: string }>(rows: Iterable<Row>): Row[] =>
    [...rows].filter(({ backer_id }) => isSampled(backer_id));
  return {
    loadedAt: company.until,
    events: events.filter(({ distinct_id }) => isSampled(distinct_id)),
    pledges: ofSample(pledges),
    entities: {
      project: [...final.projects()],
      backer: ofSample(backers),
      pledge: ofSample(final.pledges()),
      rate: rates,
    },
  };
}

/** Into a warehouse: its events, with some of a test key and some that come twice, and its tables. */
export async function loadCompany(company: CompanyRows, warehouse: Warehouse, objects: ObjectStore): Promise<void> {
  const loader = new BatchLoader(warehouse, objects);
  const day = new Date(company.loadedAt.getTime() - 1).toISOString().slice(0, 10);
  let sequence = 0;
  const load = async (table: string, rows: readonly object[], snapshot: Snapshot | null = null): Promise<void> => {
    sequence++;
    const object = `${source}/${table}/dt=${day}/part-${sequence}.json.gz`;
    const bytes = gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await objects.put(object, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const stored = { object, source, table, day, rows: rows.length, bytes: bytes.length, sha256 };
    const batch: ClosedBatch = { batch: sequence, sequence, log_transaction: null, snapshot, objects: [stored] };
    const loaded = await loader.loadNext([batch], company.loadedAt);
    const [bad] = loaded.flatMap(({ quarantined }) => quarantined);
    if (bad !== undefined) throw new Error(`${table}, line ${bad.line}: ${bad.rule}`);
  };

  const events = company.events.map(eventLine);
  await load('event', events);
  await load('event', events.slice(0, 500));
  await load('pledge_assessment', company.pledges.filter((_, index) => index % 3 === 0).map(assessmentLine));
  for (const [name, { key, columns }] of Object.entries(tables) as [EntityName, (typeof tables)[EntityName]][]) {
    const entity = { name, map: Object.fromEntries(columns.map((one) => [one.name, one.name])) };
    const snapshot = { source, table: name, day, columns, key, mode: 'full', retention_days: 30, entity } as const;
    const lines = company.entities[name].map((row) => tableLine(row, columns));
    await load(name, lines, snapshot);
  }
}

const eventLine = (event: SimulatedEvent, position: number): object => ({
  ...event,
  identity: createHash('md5').update(event.insert_id).digest('hex'),
  ip4: position % 5,
  live: position % 40 !== 7,
  log_transaction: 1 + Math.floor(position / 100),
  log_position: position,
});

function assessmentLine(
  { pledge_id, revision, base_amount, amount, currency, time, backer_id, project_id }: PledgeRow,
  index: number,
): object {
  return {
    pledge_id,
    revision,
    base_amount,
    amount,
    currency,
    backer_id,
    project_id,
    risk_score: (index % 9_900) / 100 + 0.01,
    risk_level: 'normal',
    disposition: index % 7 === 0 ? 'manual_review' : 'accept',
    time: Date.parse(time),
    origin: 'live',
    live: true,
    log_transaction: 1_000_000,
    log_position: index,
  };
}

/** A table's times are UTC without a zone. */
const tableLine = (row: object, columns: readonly Column[]): object =>
  Object.fromEntries(
    columns.map(({ name, type }) => {
      const value: unknown = Object.entries(row).find(([field]) => field === name)?.[1];
      return [name, type === 'timestamp' ? String(value).replace('Z', '') : value];
    }),
  );
