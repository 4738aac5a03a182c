import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import { validateCondition } from '#libs/bucketing';
import { CLOCK, type Clock, type Principal, type SavedGroupBody, type SavedGroupView } from '#libs/contracts';
import { conflict, invalid, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { somebodyWasQuicker } from '../history/somebody-was-quicker.js';
import { knownNames } from './check-flag.js';
import { within } from './field-problems.js';
import { FlagChecker } from './flag-checker.js';
import { groupsReached, reviewedUsersOf, usersOf } from './group-users.js';
import { groupsNamedIn } from './groups-named.js';
import { openPhasesOfGroup } from './targeting-phases.js';

/** Saved groups: a change holds at once in every flag that names the group, and so is refused where flags are reviewed. */
@Injectable()
export class SavedGroupService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FlagChecker) private readonly checker: FlagChecker,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  list(): Promise<SavedGroupView[]> {
    return this.database.query<SavedGroupView>('saved_group/list_saved_groups');
  }

  async get(key: string): Promise<SavedGroupView> {
    const group = (await this.list()).find((one) => one.key === key);
    if (group === undefined) throw notFound(`No saved group ${key}.`);
    return group;
  }

  /** Makes the group, or changes it. @throws VerdictError `invalid`, `conflict` for an old `version` or for flags that name it */
  put(key: string, body: SavedGroupBody, actor: Principal): Promise<SavedGroupView> {
    return this.database.transaction(async (transaction) => {
      const at = new Date(this.clock.now());
      await transaction.one('configuration/raise_version', { changed_at: at });
      const before = await this.lock(key, transaction);
      if (body.version !== undefined && body.version !== before?.version)
        throw somebodyWasQuicker(`The saved group ${key}`, before?.version ?? 0);
      await this.check(key, body, transaction);
      const list = body.kind === 'list' ? body : undefined;
      const after: SavedGroupView = {
        key,
        version: (before?.version ?? 0) + 1,
        description: body.description,
        kind: body.kind,
        attribute: list?.attribute ?? null,
        values: list?.values ?? null,
        condition: body.kind === 'condition' ? body.condition : null,
        changed_at: at,
        changed_by: actor.name,
      };
      if (before !== undefined) await this.checkChange(before, after, transaction);
      const { values, condition, ...columns } = after;
      await transaction.query('saved_group/upsert_saved_group', {
        ...columns,
        values: values === null ? null : JSON.stringify(values),
        condition: condition === null ? null : JSON.stringify(condition),
      });
      if (before !== undefined && !isDeepStrictEqual(meantBy(before), meantBy(after)))
        await openPhasesOfGroup(transaction, key, at);
      await this.record(transaction, 'put', before, after, actor);
      return after;
    });
  }

  /** @throws VerdictError `conflict` naming who names it */
  async delete(key: string, actor: Principal): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.one('configuration/raise_version', { changed_at: new Date(this.clock.now()) });
      const before = await this.lock(key, transaction);
      if (before === undefined) throw notFound(`No saved group ${key}.`);
      const users = await usersOf(key, transaction);
      if (users.length > 0) throw conflict(`The saved group ${key} is named by ${users.slice(0, 10).join(', ')}.`);
      await transaction.query('saved_group/delete_saved_group', { key });
      await this.record(transaction, 'delete', before, undefined, actor);
    });
  }

  private lock(key: string, transaction: Transaction): Promise<SavedGroupView | undefined> {
    return transaction.maybeOne<SavedGroupView>('saved_group/lock_saved_group', { key });
  }

  private async check(key: string, body: SavedGroupBody, transaction: Transaction): Promise<void> {
    const known = knownNames(await this.checker.world(transaction));
    const problems =
      body.kind === 'list'
        ? validateCondition({ [body.attribute]: null }, known).map((one) => ({ ...one, pointer: '/attribute' }))
        : within('/condition', validateCondition(body.condition, known));
    if (body.kind === 'condition' && (await this.leadsBack(key, groupsNamedIn(body.condition), transaction)))
      problems.push({ pointer: '/condition', rule: 'known_group', detail: 'it names groups that lead back to it' });
    const [first] = problems;
    if (first !== undefined) throw invalid(`The group could not work. ${first.pointer}: ${first.detail}.`, problems);
  }

  /** Its description changes freely; who is meant only where nobody's approval was of what it was. */
  private async checkChange(before: SavedGroupView, after: SavedGroupView, transaction: Transaction): Promise<void> {
    const { key, kind } = before;
    const users = kind === after.kind ? [] : await usersOf(key, transaction);
    if (users.length > 0)
      throw conflict(
        `The saved group ${key} is a ${kind} that ${users.slice(0, 10).join(', ')} names: as a ${after.kind} it would match nobody there.`,
      );
    if (!this.checker.reviewRequired || isDeepStrictEqual(meantBy(before), meantBy(after))) return;
    const flags = await reviewedUsersOf(key, transaction);
    if (flags.length > 0)
      throw conflict(
        `The saved group ${key} counts in ${flags.slice(0, 10).join(', ')}, as it was approved. ` +
          'Make another group and a draft that names it.',
      );
  }

  private async leadsBack(key: string, named: ReadonlySet<string>, transaction: Transaction): Promise<boolean> {
    const groups = await transaction.query<SavedGroupView>('saved_group/list_saved_groups');
    const conditions = new Map(groups.map((group) => [group.key, group.condition]));
    return groupsReached(named, conditions).has(key);
  }

  private record(
    transaction: Transaction,
    action: string,
    before: SavedGroupView | undefined,
    after: SavedGroupView | undefined,
    actor: Principal,
  ): Promise<void> {
    return this.audit.record(transaction, {
      actor,
      action: `saved_group.${action}`,
      subjectKind: 'saved_group',
      subjectId: after?.key ?? before?.key ?? '',
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
  }
}

/** Who is in it, whatever is said about it. */
const meantBy = ({ kind, attribute, values, condition }: SavedGroupView) => ({ kind, attribute, values, condition });
