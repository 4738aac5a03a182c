import type { ExperimentView, LookView, LookWait, Readout, RecordedActor } from '#libs/contracts';
import type { Database, Transaction } from '#libs/postgres';
import { viewOf, type Experiment } from '../experiment/experiment.js';
import { readoutOfKept, type KeptReadout } from './kept-readout.js';

/** A look with all that it was computed from, and all that was seen. */
export interface KeptLook {
  readonly refreshId: string;
  readonly experiment: ExperimentView;
  readonly look: LookView;
  readonly readout: Readout;
}

/** A look that somebody has declared and that waits for the warehouse. */
export interface WaitingDeclaration {
  readonly id: string;
  readonly reason: string;
  readonly declaredBy: RecordedActor;
}

interface WaitRow {
  readonly cut: Date;
  readonly since: Date;
  readonly until: Date;
  readonly tables: LookWait['tables'];
}

/** Looks, their declarations and what they wait for, in Postgres. */
export class LookRepository {
  constructor(private readonly database: Database) {}

  async insert(
    transaction: Transaction,
    experiment: Experiment,
    { look, refreshId, readout }: Omit<KeptLook, 'experiment'>,
  ): Promise<void> {
    await transaction.query('look/insert_look', {
      experiment_key: experiment.key,
      number: look.number,
      kind: look.kind,
      refresh_id: refreshId,
      data_through: look.data_through,
      taken_at: look.taken_at,
      division: experiment.rebucketedAt,
      experiment: JSON.stringify(viewOf(experiment)),
      content: JSON.stringify(look),
      readout: JSON.stringify(readout),
    });
  }

  /** In order, since the units were last divided anew. */
  async list({ key, rebucketedAt }: Experiment, transaction: Transaction = this.database): Promise<LookView[]> {
    const values = { experiment_key: key, division: rebucketedAt };
    return (await transaction.query<{ content: LookView }>('look/list_looks', values)).map(({ content }) => content);
  }

  async find(key: string, number: number): Promise<KeptLook | undefined> {
    const row = await this.database.maybeOne<{
      refresh_id: string;
      experiment: ExperimentView;
      content: LookView;
      readout: KeptReadout;
    }>('look/find_look', { experiment_key: key, number });
    if (row === undefined) return undefined;
    const { refresh_id: refreshId, experiment, content: look } = row;
    return { refreshId, experiment, look, readout: readoutOfKept(row.readout) };
  }

  /** Of all that were ever taken, in order. */
  async listNumbers(key: string): Promise<number[]> {
    const rows = await this.database.query<{ number: number }>('look/list_numbers', { experiment_key: key });
    return rows.map(({ number }) => number);
  }

  async lastNumber(key: string, transaction: Transaction): Promise<number> {
    return (await transaction.one<{ number: number }>('look/find_last_number', { experiment_key: key })).number;
  }

  async declare(
    transaction: Transaction,
    declaration: WaitingDeclaration & { readonly key: string; readonly at: Date },
  ): Promise<void> {
    await transaction.query('look/insert_declaration', {
      id: declaration.id,
      experiment_key: declaration.key,
      reason: declaration.reason,
      declared_by: JSON.stringify(declaration.declaredBy),
      declared_at: declaration.at,
    });
  }

  async listWaiting(key: string, transaction: Transaction = this.database): Promise<WaitingDeclaration[]> {
    const rows = await transaction.query<{ id: string; reason: string; declared_by: RecordedActor }>(
      'look/list_declarations',
      { experiment_key: key },
    );
    return rows.map(({ id, reason, declared_by }) => ({ id, reason, declaredBy: declared_by }));
  }

  /** The look that is due and waits, if one does. */
  async findWait(key: string): Promise<LookWait | undefined> {
    const row = await this.database.maybeOne<WaitRow>('look/find_wait', { experiment_key: key });
    if (row === undefined) return undefined;
    const { cut, since, until, tables } = row;
    return { data_through: cut.toISOString(), since: since.toISOString(), until: until.toISOString(), tables };
  }

  async wait(key: string, { data_through: cut, since, until, tables }: LookWait): Promise<void> {
    const values = { experiment_key: key, cut, since, until, tables: JSON.stringify(tables) };
    await this.database.query('look/upsert_wait', values);
  }

  async endWait(transaction: Transaction, key: string, cut: Date): Promise<void> {
    await transaction.query('look/delete_wait', { experiment_key: key, cut });
  }

  async settle(transaction: Transaction, id: string, number: number): Promise<void> {
    await transaction.query('look/update_declaration', { id, number });
  }
}
