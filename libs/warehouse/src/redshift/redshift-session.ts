import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { invalid } from '#libs/errors';
import type { ObjectStore } from '#libs/objects';
import { PostgresSession } from '../postgres/postgres-session.js';
import type { StatementBook } from '../statement-book.js';
import { UnreadableData, type CopyTarget } from '../warehouse.js';
import { copyText } from './copy-text.js';

/** A row of `sys_load_error_detail`. */
export interface LoadError {
  readonly object: string;
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

export interface RedshiftAccess {
  readonly role: string;
  readonly loadErrors: (sessionId: number) => Promise<readonly LoadError[]>;
}

/** One connection to Redshift: it loads by a COPY of what a manifest in the buckets names. */
export class RedshiftSession extends PostgresSession {
  constructor(
    client: pg.ClientBase,
    book: StatementBook,
    objects: ObjectStore,
    private readonly access: RedshiftAccess,
  ) {
    super(client, book, objects);
  }

  override async copy(target: CopyTarget, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const manifest = `loading/copy-${randomUUID()}.json`;
    const entries = names.map((name) => ({ url: this.urlOf(name), mandatory: true }));
    await this.objects.put(manifest, JSON.stringify({ entries }));
    try {
      const compressed = names.every((name) => name.endsWith('.gz'));
      const text = copyText(this.book, target, { manifest: this.urlOf(manifest), role: this.access.role, compressed });
      await this.client.query(text);
    } catch (error) {
      throw isLoadError(error) ? new UnreadableData(await this.reasons(error)) : error;
    } finally {
      await this.objects.delete(manifest);
    }
  }

  private urlOf(name: string): string {
    if (this.objects.url === undefined) throw invalid('Redshift reads from S3 only: set BUCKET_URL to s3://….');
    return this.objects.url(name);
  }

  /** What Redshift keeps of it; its own words where it keeps nothing, or will not tell. */
  private async reasons({ message: said }: Error): Promise<string> {
    const { processID } = this.client as pg.ClientBase & { readonly processID?: number };
    const errors = processID === undefined ? [] : await this.access.loadErrors(processID).catch(() => []);
    const told = errors.map(({ object, line, field, message }) => `${object}:${line} ${field}: ${message}`);
    return told.length === 0 ? said : told.join('; ');
  }
}

/** Redshift names the view that has the reasons in the error itself. */
const isLoadError = (error: unknown): error is Error =>
  error instanceof Error && /sys_load_error_detail|stl_load_errors/i.test(error.message);
