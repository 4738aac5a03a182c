import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  recordedActor,
  systemActor,
  type Actor,
  type AuditQuery,
  type AuditView,
  type Clock,
} from '#libs/contracts';
import { Database, DATABASE, type Transaction } from '#libs/postgres';

export interface AuditEntry {
  /** Who did it; absent: the system itself. */
  readonly actor?: Actor;
  /** A verb with its object, as in `experiment.start`. */
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Who did what: written in the transaction that does it, so that neither exists without the other. */
@Injectable()
export class Audit {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async record(transaction: Transaction, entry: AuditEntry): Promise<void> {
    const actor = entry.actor ?? systemActor;
    const { kind, id, name } = recordedActor(actor);
    await transaction.query('audit/insert_audit', {
      at: new Date(this.clock.now()),
      actor_kind: kind,
      actor_id: id,
      actor_name: name,
      action: entry.action,
      subject_kind: entry.subjectKind,
      subject_id: entry.subjectId,
      before: jsonOrNull(entry.before),
      after: jsonOrNull(entry.after),
      request_id: (actor.kind === 'system' ? undefined : actor.requestId) ?? null,
    });
  }

  list(query: AuditQuery): Promise<AuditView[]> {
    return this.database.query<AuditView>('audit/list_audit', {
      before_id: query.before ?? null,
      subject_kind: query.subject_kind ?? null,
      subject_id: query.subject_id ?? null,
      row_limit: query.limit,
    });
  }
}

const jsonOrNull = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
