import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  newId,
  type Clock,
  type Principal,
  type UnitExportAccepted,
  type UnitExportView,
} from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { ExperimentBook } from '../experiment/experiment-book.js';
import { UnitExportRepository } from './unit-export.repository.js';

/** The rows behind an experiment's numbers as a file. */
@Injectable()
export class UnitExportService {
  private readonly exports: UnitExportRepository;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ExperimentBook) private readonly book: ExperimentBook,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {
    this.exports = new UnitExportRepository(database);
  }

  /** @throws VerdictError `not_found`, `conflict` for a draft */
  async ask(key: string, caller: Principal): Promise<UnitExportAccepted> {
    const id = newId(this.clock);
    const job = await this.database.transaction(async (transaction) => {
      const { state } = await this.book.locked(transaction, key);
      if (state === 'draft') throw conflict(`The experiment ${key} has not started: it has no units yet.`);
      const at = new Date(this.clock.now());
      await this.exports.insert(transaction, { id, experiment: key, by: caller.name, at });
      await this.audit.record(transaction, {
        actor: caller,
        action: 'experiment.export_units',
        subjectKind: 'experiment',
        subjectId: key,
        after: { export: id },
      });
      const submitted = await this.jobs.submit(
        { name: 'experiment_export', payload: { export_id: id }, createdBy: caller.id },
        transaction,
      );
      await this.exports.updateJob(transaction, id, submitted.id);
      return submitted.id;
    });
    await this.jobs.enqueue(job, 'experiment_export');
    return { export_id: id, job_id: job };
  }

  /** @throws VerdictError `not_found` */
  async list(key: string): Promise<UnitExportView[]> {
    await this.book.found(key);
    return this.exports.list(key);
  }
}

/** Reads a file of units where it lies. */
@Injectable()
export class UnitExportFiles {
  private readonly exports: UnitExportRepository;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
  ) {
    this.exports = new UnitExportRepository(database);
  }

  /** As CSV, part by part. @throws VerdictError `not_found`, `conflict` until it is ready */
  async open(key: string, id: string): Promise<Readable> {
    const found = await this.exports.find(id);
    if (found?.experiment !== key) throw notFound(`The experiment ${key} has no export ${id}.`);
    const { objects: names } = found;
    if (names === null) throw conflict('The file is not ready; its job says how far it is.');
    return Readable.from(this.parts(names));
  }

  private async *parts(names: readonly string[]): AsyncGenerator<Buffer> {
    for (const name of names) {
      const text = createGunzip();
      // What breaks one of the two breaks the other, and so who reads.
      pipeline(await this.objects.get(name), text, () => undefined);
      yield* text as AsyncIterable<Buffer>;
    }
  }
}
