import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, projectRoot, type Config } from '#libs/config';
import type { SourceTableBody } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { SqlCatalogue } from '#libs/postgres';
import { builtInKey } from '../source/built-in-source.js';
import type { WantedTable } from '../source/source.repository.js';
import { urlVariable } from '../source/url-variable.js';
import { DynamoDbReader } from './dynamodb-reader.js';
import { FilesReader } from './files-reader.js';
import { Locations, type Location } from './locations.js';
import { MysqlReader } from './mysql-reader.js';
import { PostgresReader } from './postgres-reader.js';
import { GuardedReader, type Explain } from './guarded-reader.js';
import { sourceFailure } from './source-failure.js';
import type { SourceReader } from './source-reader.js';

/** Opens tables of every kind of source that has any. */
@Injectable()
export class SourceReaders {
  private readonly catalogue = SqlCatalogue.load(join(projectRoot(), 'sql/source'));

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Locations) private readonly locations: Locations,
  ) {}

  /** What connects to a source, which is a secret; undefined where nothing does. */
  private secretOf(key: string): string | undefined {
    return key === builtInKey ? this.config.databaseUrl : this.config.sourceUrls[urlVariable(key)];
  }

  /** @throws VerdictError `invalid` when nothing says how to connect */
  urlOf(key: string): string {
    const url = this.secretOf(key);
    if (url === undefined)
      throw invalid(`${urlVariable(key)} is not set where the worker runs: it says how to connect.`);
    return url;
  }

  /** Where the files of a source are. */
  place(location: string | undefined): Promise<Location> {
    if (location === undefined) throw invalid('The source has no location.');
    return this.locations.open(location);
  }

  /** Turns what goes wrong with a source into a sentence without its secret. */
  explain(key: string): Explain {
    return (error) => sourceFailure(key, error, this.secretOf(key));
  }

  async open(wanted: WantedTable, day: string): Promise<SourceReader> {
    const explain = this.explain(wanted.source.key);
    const reader = await this.openKind(wanted, day).catch((error: unknown) => {
      throw explain(error);
    });
    return new GuardedReader(reader, explain);
  }

  private async openKind({ source, table }: WantedTable, day: string): Promise<SourceReader> {
    const { key, definition } = source;
    const from = table.definition.from ?? table.name;
    switch (definition.kind) {
      case 'mysql':
        return MysqlReader.open(this.urlOf(key), from, this.catalogue);
      case 'postgres':
        return PostgresReader.open(this.urlOf(key), from, this.catalogue);
      case 'dynamodb':
        return DynamoDbReader.open(await this.place(definition.location), from, day, table.definition.columns);
      case 'files':
        return FilesReader.open(await this.place(definition.location), from, day, fileRules(table.definition));
      default:
        throw invalid(`A source of kind ${definition.kind} has no tables.`);
    }
  }
}

const fileRules = ({ format, nulls, columns }: SourceTableBody) => ({ format, nulls, columns });
