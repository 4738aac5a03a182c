import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  newId,
  type BulkEntries,
  type BulkEntriesAnswer,
  type Clock,
  type EntryQuery,
  type ListEntryBody,
  type ListEntryPage,
  type ListEntryView,
  type Principal,
} from '#libs/contracts';
import { conflict, invalid, VerdictError } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { ReviewGate } from '../brake/review-gate.js';
import { noteSignal } from '../late-signal/signal.js';
import { canonicalListed } from './listed-value.js';
import { networksAround } from './list-index.js';

type About = Pick<BulkEntries, 'list' | 'kind' | 'reason' | 'expires_at'>;

/** Entries of the lists. One is never changed: it is removed, and another added. */
@Injectable()
export class ListService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ReviewGate) private readonly gate: ReviewGate,
  ) {}

  /**
   * @throws VerdictError `invalid` for a value that is none of its kind; `conflict` where it is on the list already;
   * `forbidden` where a second person is needed
   */
  async add(body: ListEntryBody, actor: Principal): Promise<ListEntryView> {
    await this.gate.entries(body, [canonicalListed(body.kind, body.value)]);
    return this.database.transaction((transaction) => this.take(transaction, body, actor));
  }

  /** As `add`, for whoever has seen what to expect. */
  async take(transaction: Transaction, { value, ...about }: ListEntryBody, actor: Principal): Promise<ListEntryView> {
    const canonical = canonicalListed(about.kind, value);
    const [id] = await this.insert(transaction, about, [canonical], actor);
    if (id === undefined) throw conflict(`${canonical} is on the ${about.list} list already.`);
    const entry = await this.read(transaction, id);
    await this.record(transaction, 'list.add', entry, actor);
    return entry;
  }

  /** Adds what can be; what cannot is told by its index. One entry of the audit says how many there were. */
  async addMany({ values, ...about }: BulkEntries, actor: Principal): Promise<BulkEntriesAnswer> {
    const refused: BulkEntriesAnswer['refused'][number][] = [];
    const canonical = values.flatMap((value, index) => {
      try {
        return [canonicalListed(about.kind, value.trim())];
      } catch (error) {
        if (!(error instanceof VerdictError)) throw error;
        const [problem] = error.problems;
        refused.push({ index, rule: problem?.rule ?? about.kind, detail: problem?.detail ?? error.message });
        return [];
      }
    });
    await this.gate.entries(about, canonical);
    return this.database.transaction(async (transaction) => {
      const added = (await this.insert(transaction, about, [...new Set(canonical)], actor)).length;
      const answer = { added, present: canonical.length - added, refused };
      await this.audit.record(transaction, {
        actor,
        action: 'list.add_many',
        subjectKind: 'list',
        subjectId: about.list,
        after: { ...about, added },
      });
      return answer;
    });
  }

  /** The latest first; a page ends where the next begins. @throws VerdictError `invalid` for a value that is none. */
  async find({ list, kind, value, author, removed, before, limit }: EntryQuery): Promise<ListEntryPage> {
    const canonical = kind === undefined || value === undefined ? undefined : canonicalListed(kind, value, '?value');
    const around = kind === 'ip' && canonical !== undefined ? networksAround(canonical) : [];
    const kinds = kind === undefined ? null : around.length > 0 ? [kind, 'cidr'] : [kind];
    const rows = await this.database.query<ListEntryView>('list/find_entries', {
      list: list ?? null,
      kinds,
      values: canonical === undefined ? null : [canonical, ...around],
      author: author ?? null,
      held_at: removed ? null : new Date(this.clock.now()),
      before_id: before ?? null,
      row_limit: limit + 1,
    });
    const entries = rows.slice(0, limit);
    return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
  }

  /** @throws VerdictError `conflict` for one that is gone. */
  remove(id: string, actor: Principal): Promise<ListEntryView> {
    return this.database.transaction(async (transaction) => {
      const removed = await transaction.maybeOne<ListEntryView>('list/remove_entry', {
        id,
        now: new Date(this.clock.now()),
        removed_by: actor.name,
      });
      if (removed === undefined) throw conflict('There is no entry of this id that is held.');
      await this.record(transaction, 'list.remove', removed, actor);
      await this.tell(transaction, 'list_removal', removed, [removed]);
      return removed;
    });
  }

  private async insert(
    transaction: Transaction,
    { list, kind, reason, expires_at }: About,
    values: readonly string[],
    actor: Principal,
  ): Promise<string[]> {
    const now = this.clock.now();
    // Whole seconds, as processes hold it.
    const ends = expires_at === undefined ? null : Math.floor(Date.parse(expires_at) / 1_000) * 1_000;
    if (ends !== null && ends <= now)
      throw invalid('The entry would have ended already.', [
        { pointer: '/expires_at', rule: 'future', detail: 'must be in the future' },
      ]);
    await transaction.query('list/expire_entries', { list, kind, values, now: new Date(now) });
    const inserted = await transaction.query<{ id: string; value: string }>('list/insert_entries', {
      ids: values.map(() => newId(this.clock)),
      list,
      kind,
      values,
      reason,
      author: actor.name,
      created_at: new Date(now),
      expires_at: ends === null ? null : new Date(ends),
    });
    await this.tell(transaction, 'list_entry', { list, kind }, inserted);
    return inserted.map(({ id }) => id);
  }

  /** Pledges that were scored before these entries came, or went, are judged once more. */
  private async tell(
    transaction: Transaction,
    what: 'list_entry' | 'list_removal',
    { list, kind }: Pick<About, 'list' | 'kind'>,
    entries: readonly { readonly value: string }[],
  ): Promise<void> {
    if (entries.length === 0) return;
    const { version } = await transaction.one<{ version: number }>('risk_configuration/find_risk_version');
    const values = entries.map(({ value }) => value);
    const subject = { list, kind, values, lists_version: version };
    await noteSignal(transaction, this.clock, { kind: what, subject });
  }

  private read(transaction: Transaction, id: string): Promise<ListEntryView> {
    return transaction.one<ListEntryView>('list/find_entry', { id });
  }

  private async record(
    transaction: Transaction,
    action: string,
    entry: ListEntryView,
    actor: Principal,
  ): Promise<void> {
    await this.audit.record(transaction, {
      actor,
      action,
      subjectKind: 'list_entry',
      subjectId: entry.id,
      ...(action === 'list.remove' ? { before: entry } : { after: entry }),
    });
  }
}
