import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import type { AttributeBody, AttributeView, Principal } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';

/** Attributes that conditions may name. What is declared is checked when a flag is changed, never when it is evaluated. */
@Injectable()
export class AttributeService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  list(): Promise<AttributeView[]> {
    return this.database.query<AttributeView>('flag_attribute/list_attributes');
  }

  declare(name: string, body: AttributeBody, actor: Principal): Promise<AttributeView> {
    return this.database.transaction(async (transaction) => {
      const after = { name, ...body };
      await transaction.query('flag_attribute/upsert_attribute', after);
      const entry = { actor, action: 'flag_attribute.declare', subjectKind: 'flag_attribute', subjectId: name, after };
      await this.audit.record(transaction, entry);
      return after;
    });
  }

  async remove(name: string, actor: Principal): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const gone = await transaction.maybeOne('flag_attribute/delete_attribute', { name });
      if (gone === undefined) throw notFound(`No attribute ${name} is declared.`);
      const entry = { actor, action: 'flag_attribute.remove', subjectKind: 'flag_attribute', subjectId: name };
      await this.audit.record(transaction, { ...entry, before: { name } });
    });
  }
}
