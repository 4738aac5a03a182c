import { hash } from '@node-rs/argon2';
import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  newId,
  type Clock,
  type NewPerson,
  type PersonChange,
  type Principal,
  type Role,
} from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { Database, DATABASE, isUniqueViolation } from '#libs/postgres';
import { Audit } from './audit.js';

interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly created_at: Date;
  readonly disabled_at: Date | null;
}

/** The people who sign in here and what they may do. */
@Injectable()
export class PeopleService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  list(): Promise<Person[]> {
    return this.database.query<Person>('person/list_people');
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

  async change(id: string, change: PersonChange, actor: Principal): Promise<Person> {
    return this.database.transaction(async (transaction) => {
      const row = await transaction.maybeOne<Person>('person/update_person', {
        id,
        role: change.role ?? null,
        disabled_at: change.disabled ? new Date(this.clock.now()) : null,
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
}
