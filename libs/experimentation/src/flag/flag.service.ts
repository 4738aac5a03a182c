import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { Audit, checkApprover } from '#libs/access';
import {
  CLOCK,
  recordedActor,
  type Actor,
  type ChangeQuery,
  type Clock,
  type FlagAction,
  type FlagActionBody,
  type FlagChangePage,
  type FlagPage,
  type FlagPatch,
  type FlagQuery,
  type FlagRollback,
  type FlagView,
  type NewFlag,
  type Principal,
} from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { differences } from '../history/differences.js';
import { somebodyWasQuicker } from '../history/somebody-was-quicker.js';
import { cancelPublication } from '../schedule/cancel-impossible.js';
import { viewOf, type Flag } from './flag.js';
import { FlagChecker } from './flag-checker.js';
import { FlagRepository } from './flag.repository.js';
import { openPhasesOfFlag } from './targeting-phases.js';

interface Step {
  readonly action: FlagAction;
  readonly actor: Actor;
  readonly note?: string | undefined;
}

type Change = (flag: Flag, transaction: Transaction) => Promise<Flag>;

/** Changes that change what is answered by; the others are of the draft. */
const counting: ReadonlySet<FlagAction> = new Set(['publish', 'rollback']);

/** Changes flags: each change is one transaction with its history, its audit and, once it counts, word to every process. */
@Injectable()
export class FlagService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FlagRepository) private readonly flags: FlagRepository,
    @Inject(FlagChecker) private readonly checker: FlagChecker,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** A draft, which nobody is answered by yet. @throws VerdictError `invalid` naming each field, `conflict` for a taken key. */
  create({ key, type, ...content }: NewFlag, actor: Principal): Promise<FlagView> {
    return this.database.transaction(async (transaction) => {
      await this.checker.checkNext({ key, type, published: null }, content, this.now(), transaction);
      const flag: Flag = {
        key,
        type,
        version: 1,
        published: null,
        publishedVersion: null,
        draft: content,
        draftBy: recordedActor(actor),
        approvedBy: null,
        createdAt: this.now(),
        createdBy: actor.name,
        changedAt: this.now(),
        changedBy: recordedActor(actor),
      };
      await this.flags.insert(flag, transaction);
      return this.changed(transaction, undefined, flag, { action: 'create', actor });
    });
  }

  async get(key: string, transaction?: Transaction): Promise<FlagView> {
    return this.view(await this.found(key, transaction), transaction);
  }

  async list({ archived, after, limit, type, search }: FlagQuery): Promise<FlagPage> {
    const filter = {
      type,
      search,
      ...(archived === undefined ? {} : { archived: archived === 'true' }),
      ...(after === undefined ? {} : { after }),
    };
    const found = await this.flags.list({ ...filter, limit: limit + 1 });
    const seenWith = await this.checker.seenWith(found);
    const flags = found.slice(0, limit).map((flag) => viewOf(flag, seenWith));
    return { flags, next: found.length > limit ? (flags.at(-1)?.key ?? null) : null };
  }

  async listChanges(key: string, { before, limit }: ChangeQuery): Promise<FlagChangePage> {
    await this.found(key);
    const found = await this.flags.listChanges(key, before, limit + 1);
    const changes = found.slice(0, limit).map(({ at, actor, before: from, after, ...same }) => ({
      version: same.version,
      action: same.action,
      at: at.toISOString(),
      by: actor,
      note: same.note,
      differences: differences(from ?? undefined, after ?? undefined),
      published: same.published,
    }));
    return { changes, next: found.length > limit ? (changes.at(-1)?.version ?? null) : null };
  }

  /** Changes the draft, or makes one of what is published. What was approved is no longer what it was. */
  edit(key: string, { version, ...patch }: FlagPatch, actor: Principal): Promise<FlagView> {
    return this.step(key, version, { action: 'edit', actor }, async (flag, transaction) => {
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      const draft = { ...(flag.draft ?? contentOf(flag)), ...given };
      await this.checker.checkNext(flag, draft, this.now(), transaction);
      return { ...flag, draft, draftBy: recordedActor(actor), approvedBy: null };
    });
  }

  /** A person who has written no part of the draft has looked at it. @throws VerdictError `conflict`, `forbidden` */
  approve(key: string, body: FlagActionBody, actor: Principal): Promise<FlagView> {
    const version = body?.version;
    return this.step(key, version, { action: 'approve', actor, note: body?.note }, async (flag, transaction) => {
      if (flag.draft === null) throw conflict(`The flag ${key} has no draft to approve.`);
      const draft = { what: `The flag ${key}`, latest: flag.version, version };
      const authors = await this.flags.listDraftAuthors(key, transaction);
      await checkApprover(actor, { ...draft, authors, reviewRequired: this.checker.reviewRequired }, transaction);
      return { ...flag, approvedBy: recordedActor(actor) };
    });
  }

  /** The draft is what is answered by from now on. @throws VerdictError `conflict` where it waits for an approval. */
  publish(key: string, body: FlagActionBody, actor: Principal): Promise<FlagView> {
    return this.database.transaction((transaction) => this.publishIn(transaction, key, body, actor));
  }

  /** The same as part of a transaction. */
  publishIn(transaction: Transaction, key: string, body: FlagActionBody, actor: Actor): Promise<FlagView> {
    return this.stepIn(
      transaction,
      key,
      body?.version,
      { action: 'publish', actor, note: body?.note },
      async (flag) => {
        if (flag.draft === null) throw conflict(`The flag ${key} has no draft to publish.`);
        if (this.checker.reviewRequired && flag.approvedBy === null)
          throw conflict(
            `The draft of ${key} waits for the approval of somebody else than ${flag.draftBy?.name ?? ''}.`,
          );
        await this.raise(transaction);
        await this.checker.checkNext(flag, flag.draft, this.now(), transaction);
        return withoutDraft({ ...flag, published: flag.draft, publishedVersion: flag.version + 1 });
      },
    );
  }

  discard(key: string, body: FlagActionBody, actor: Principal): Promise<FlagView> {
    return this.step(key, body?.version, { action: 'discard', actor, note: body?.note }, async (flag) => {
      if (flag.draft === null) throw conflict(`The flag ${key} has no draft to discard.`);
      if (flag.published === null)
        throw conflict(`The flag ${key} was never published: without its draft it is nothing.`);
      return withoutDraft(flag);
    });
  }

  /** What was answered by in a version is answered by again, at once: it had its approval then. The draft stays. */
  rollback(key: string, { to, note, version }: FlagRollback, actor: Principal): Promise<FlagView> {
    return this.step(key, version, { action: 'rollback', actor, note }, async (flag, transaction) => {
      const content = await this.flags.publishedIn(key, to, transaction);
      if (content === undefined) throw notFound(`The flag ${key} has no version ${to}.`);
      if (content === null) throw conflict(`In version ${to} the flag ${key} had not been published yet.`);
      await this.raise(transaction);
      await this.checker.check(flag, content, transaction);
      return { ...flag, published: content, publishedVersion: flag.version + 1 };
    });
  }

  private step(key: string, version: number | undefined, step: Step, change: Change): Promise<FlagView> {
    return this.database.transaction((transaction) => this.stepIn(transaction, key, version, step, change));
  }

  private async stepIn(
    transaction: Transaction,
    key: string,
    version: number | undefined,
    step: Step,
    change: Change,
  ): Promise<FlagView> {
    const before = await this.flags.lock(key, transaction);
    if (before === undefined) throw notFound(`No flag ${key}.`);
    if (version !== undefined && version !== before.version)
      throw somebodyWasQuicker(`The flag ${key}`, before.version);
    const changed = { version: before.version + 1, changedAt: this.now(), changedBy: recordedActor(step.actor) };
    const after = { ...(await change(before, transaction)), ...changed };
    await this.flags.update(after, transaction);
    if (before.draft !== null && !isDeepStrictEqual(before.draft, after.draft))
      await cancelPublication(key, { ...step, at: changed.changedAt }, transaction);
    return this.changed(transaction, before, after, step);
  }

  /** What every change leaves behind, whatever it was. */
  private async changed(
    transaction: Transaction,
    before: Flag | undefined,
    after: Flag,
    step: Step,
  ): Promise<FlagView> {
    const { action, actor, note } = step;
    const part = counting.has(action) ? 'published' : 'draft';
    const change = {
      version: after.version,
      action,
      at: this.now(),
      actor: recordedActor(actor),
      note: note ?? null,
      before: before?.[part] ?? (action === 'edit' ? (before?.published ?? null) : null),
      after: after[part],
      published: after.published,
    };
    await this.flags.insertChange(after.key, change, transaction);
    if (counting.has(action)) {
      const contents = { before: before?.published ?? null, after: after.published };
      await openPhasesOfFlag(transaction, after.key, contents, change.at);
    }
    const view = await this.view(after, transaction);
    await this.audit.record(transaction, {
      actor,
      action: `flag.${action}`,
      subjectKind: 'flag',
      subjectId: after.key,
      ...(before === undefined ? {} : { before: await this.view(before, transaction) }),
      after: view,
    });
    return view;
  }

  /** First, so that of two changes at once the second is checked against what the first has made. */
  private async raise(transaction: Transaction): Promise<void> {
    await transaction.one('configuration/raise_version', { changed_at: this.now() });
  }

  private async found(key: string, transaction?: Transaction): Promise<Flag> {
    const flag = await this.flags.find(key, transaction);
    if (flag === undefined) throw notFound(`No flag ${key}.`);
    return flag;
  }

  private async view(flag: Flag, transaction?: Transaction): Promise<FlagView> {
    return viewOf(flag, await this.checker.seenWith([flag], transaction));
  }

  private readonly now = (): Date => new Date(this.clock.now());
}

const withoutDraft = (flag: Flag): Flag => ({ ...flag, draft: null, draftBy: null, approvedBy: null });

function contentOf({ key, published: content }: Flag): NonNullable<Flag['published']> {
  if (content === null) throw new Error(`The flag ${key} has neither a draft nor anything published.`);
  return content;
}
