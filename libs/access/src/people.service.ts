import { hash } from '@node-rs/argon2';
import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  newId,
  type Clock,
  type NewPerson,
  type PersonChange,
  type PersonView,
  type Principal,
} from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { Database, DATABASE, isUniqueViolation, type Transaction } from '#libs/postgres';
import { Audit } from './audit.js';

/** The people who sign in here and what they may do. */
@Injectable()
export class PeopleService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  list(): Promise<PersonView[]> {
    return this.database.query<PersonView>('person/list_people');
  }

  /** `actor` is absent when the first admin is made. @throws VerdictError `conflict` for an address that is taken. */
  async add(person: NewPerson, actor?: Principal): Promise<{ id: string }> {
    const id = newId(this.clock);
    const { password, ...known } = person;
    const passwordHash = await hash(password);
    try {
      await this.database.transaction(async (transaction) => {
        await transaction.query('person/insert_person', {
          id,
          ...known,
          password_hash: passwordHash,
          created_at: new Date(this.clock.now()),
        });
        await this.audit.record(transaction, {
          ...(actor === undefined ? {} : { actor }),
          action: 'person.add',
          subjectKind: 'person',
          subjectId: id,
          after: known,
        });
      });
    } catch (error) {
      if (isUniqueViolation(error))
        throw conflict(`${person.email} is taken.`, [
          { pointer: '/email', rule: 'unique', detail: 'already a person here' },
        ]);
      throw error;
    }
    return { id };
  }

  /** @throws VerdictError `conflict` where nobody would be left to administer; `not_found`. */
  async change(id: string, change: PersonChange, actor: Principal): Promise<PersonView> {
    return this.database.transaction(async (transaction) => {
      await this.keepAnAdmin(transaction, id, change);
      const row = await transaction.maybeOne<PersonView>('person/update_person', {
        id,
        role: change.role ?? null,
        disabled: change.disabled ?? null,
        now: new Date(this.clock.now()),
      });
      if (row === undefined) throw notFound(`No person ${id}.`);
      await this.audit.record(transaction, {
        actor,
        action: 'person.change',
        subjectKind: 'person',
        subjectId: id,
        after: change,
      });
      await transaction.query('api_key/notify_access');
      return row;
    });
  }
  private async keepAnAdmin(transaction: Transaction, id: string, { role, disabled }: PersonChange): Promise<void> {
    const demoted = role !== undefined && role !== 'admin';
    if (!demoted && disabled !== true) return;
    const admins = await transaction.query<{ id: string }>('person/lock_admins');
    if (admins.some((admin) => admin.id !== id) || admins.length === 0) return;
    throw conflict('This is the last admin; make another one first.', [
      { pointer: demoted ? '/role' : '/disabled', rule: 'last_admin', detail: 'somebody has to be admin' },
    ]);
  }
}
