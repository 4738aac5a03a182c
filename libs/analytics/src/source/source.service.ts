import { Inject, Injectable } from '@nestjs/common';
import { Audit, type AuditEntry } from '#libs/access';
import {
  CLOCK,
  type Clock,
  type Principal,
  type SourceBody,
  type SourceTableBody,
  type SourceTableView,
  type SourceView,
} from '#libs/contracts';
import { conflict, forbidden, invalid, notFound } from '#libs/errors';
import { Database, DATABASE, isUniqueViolation, type Transaction } from '#libs/postgres';
import { listFreshness, type FreshnessOf } from '../pull/freshness.js';
import { checkLocation } from '../reader/locations.js';
import { builtInKey } from './built-in-source.js';
import { checkTable } from './check-table.js';
import { urlVariable } from './url-variable.js';
import { findSource, listSources, listTables, type SourceRow, type SourceTableRow } from './source.repository.js';

/** Where a company's tables are and which of them are wanted: data, that people with the right change. */
@Injectable()
export class SourceService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<SourceView[]> {
    const [sources, tables] = [await listSources(this.database), await listTables(this.database)];
    const freshness = await listFreshness(this.database, sources, tables, this.clock.now());
    return sources.map((source) => viewOf(source, tables, freshness));
  }

  /** @throws VerdictError `not_found` */
  async get(key: string): Promise<SourceView> {
    const found = (await this.list()).find((source) => source.key === key);
    if (found === undefined) throw noSource(key);
    return found;
  }

  /** @throws VerdictError `not_found` */
  async getTable(key: string, name: string): Promise<SourceTableView> {
    const found = (await this.get(key)).tables.find((table) => table.name === name);
    if (found === undefined) throw noTable(key, name);
    return found;
  }

  /** New, or in the place of what it was. @throws VerdictError `invalid` where its tables would not fit it */
  async put(key: string, body: SourceBody, actor: Principal): Promise<SourceView> {
    if (body.location !== undefined) checkPlace(body.location);
    await this.change(
      key,
      actor,
      { action: 'source.write', subjectId: key, after: body },
      async (transaction, before) => {
        for (const { source, name, definition } of await listTables(transaction))
          if (source === key && before?.definition.kind !== body.kind) this.fit(name, body, definition);
        await transaction.query('source/upsert_source', {
          key,
          definition: JSON.stringify(body),
          ...this.stamp(actor),
        });
        return before?.definition;
      },
    );
    return this.get(key);
  }

  /** With its tables; what was pulled stays. @throws VerdictError `not_found` */
  async delete(key: string, actor: Principal): Promise<void> {
    await this.change(key, actor, { action: 'source.delete', subjectId: key }, async (transaction) => {
      const before = await transaction.maybeOne<{ definition: SourceBody }>('source/delete_source', { key });
      if (before === undefined) throw noSource(key);
      return before.definition;
    });
  }

  /** @throws VerdictError `not_found`; `invalid`; `conflict` where another table is that entity already */
  async putTable(key: string, name: string, body: SourceTableBody, actor: Principal): Promise<SourceTableView> {
    const entry = { action: 'source_table.write', subjectId: `${key}/${name}`, after: body };
    await this.change(key, actor, entry, async (transaction, source) => {
      if (source === undefined) throw noSource(key);
      checkTable(source.definition.kind, body);
      const before = await transaction.maybeOne<SourceTableRow>('source/find_table', { source: key, name });
      const entity = body.entity?.name;
      const holder = (await listTables(transaction)).find(({ definition }) => definition.entity?.name === entity);
      const values = { source: key, name, definition: JSON.stringify(body), ...this.stamp(actor) };
      await transaction.query('source/upsert_table', values).catch((error: unknown) => {
        if (isUniqueViolation(error, 'source_table_entity')) throw entityTaken(entity, holder);
        throw error;
      });
      return before?.definition;
    });
    return this.getTable(key, name);
  }

  /** What was pulled stays. @throws VerdictError `not_found` */
  async deleteTable(key: string, name: string, actor: Principal): Promise<void> {
    const entry = { action: 'source_table.delete', subjectId: `${key}/${name}` };
    await this.change(key, actor, entry, async (transaction) => {
      const values = { source: key, name };
      const before = await transaction.maybeOne<{ definition: SourceTableBody }>('source/delete_table', values);
      if (before === undefined) throw noTable(key, name);
      return before.definition;
    });
  }

  /** One change with its word in the audit; `work` tells what was there before. */
  private async change(
    key: string,
    actor: Principal,
    entry: Pick<AuditEntry, 'action' | 'subjectId' | 'after'>,
    work: (transaction: Transaction, source: SourceRow | undefined) => Promise<unknown>,
  ): Promise<void> {
    if (key === builtInKey) throw forbidden(`The source ${builtInKey} comes along and stays as it is.`);
    await this.database.transaction(async (transaction) => {
      const before = await work(transaction, await findSource(transaction, key));
      const [subjectKind = 'source'] = entry.action.split('.');
      await this.audit.record(transaction, { ...entry, actor, subjectKind, before });
    });
  }

  private fit(name: string, { kind }: SourceBody, definition: SourceTableBody): void {
    try {
      checkTable(kind, definition);
    } catch (error) {
      throw invalid(`As ${kind} it cannot have its table ${name}: ${error instanceof Error ? error.message : ''}`);
    }
  }

  private stamp({ id }: Principal): { updated_by: string; updated_at: Date } {
    return { updated_by: id, updated_at: new Date(this.clock.now()) };
  }
}

const noSource = (key: string): Error => notFound(`No source ${key}.`);
const noTable = (key: string, name: string): Error => notFound(`No table ${name} of the source ${key}.`);

/** `holder` is unknown where another request took the entity at the same moment. */
function entityTaken(entity: string | undefined, holder: SourceTableRow | undefined): Error {
  const table = holder === undefined ? 'Another table' : `${holder.source}/${holder.name}`;
  return conflict(`${table} is the company’s ${entity} already, and there is one each: take its entity away first.`);
}

function checkPlace(location: string): void {
  try {
    checkLocation(location);
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'no place';
    throw invalid('The location cannot be used.', [{ pointer: '/location', rule: 'location', detail }]);
  }
}

function viewOf({ key, definition }: SourceRow, tables: readonly SourceTableRow[], freshness: FreshnessOf): SourceView {
  const built_in = key === builtInKey;
  const isConnected = definition.location === undefined && !built_in;
  return {
    key,
    ...definition,
    built_in,
    url_variable: isConnected ? urlVariable(key) : null,
    tables: tables
      .filter(({ source }) => source === key)
      .map(({ name, definition: table }) => ({ name, definition: table, freshness: freshness(key, name) })),
  };
}
