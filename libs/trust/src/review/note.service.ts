import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  newId,
  type Clock,
  type NewNote,
  type NoteQuery,
  type NoteView,
  type Principal,
  type Watch,
  type WatchView,
} from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';

/** What reviewers say about entities, and which of them they watch. */
@Injectable()
export class NoteService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The newest first. */
  list(query: NoteQuery): Promise<NoteView[]> {
    return this.database.query<NoteView>('review_note/list_notes', query);
  }

  add({ entity_kind, entity_id, text }: NewNote, actor: Principal): Promise<NoteView> {
    const created_at = new Date(this.clock.now());
    const note = { id: newId(this.clock), text, author_id: actor.id, author_name: actor.name, created_at };
    return this.database.transaction(async (transaction) => {
      await transaction.query('review_note/insert_note', { ...note, entity_kind, entity_id });
      await this.audit.record(transaction, {
        actor,
        action: 'note.add',
        subjectKind: entity_kind,
        subjectId: entity_id,
        after: { note: note.id },
      });
      return note;
    });
  }

  /** What the caller watches, what has news first. */
  watches(actor: Principal): Promise<WatchView[]> {
    return this.database.query<WatchView>('review_watch/list_watches', { watcher_id: actor.id });
  }

  /** From here on what comes is new; also of what is watched already. */
  async watch(watch: Watch, actor: Principal): Promise<void> {
    await this.database.query('review_watch/upsert_watch', {
      ...watch,
      watcher_id: actor.id,
      seen_at: new Date(this.clock.now()),
    });
  }

  async unwatch(watch: Watch, actor: Principal): Promise<void> {
    await this.database.query('review_watch/delete_watch', { ...watch, watcher_id: actor.id });
  }
}
