import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import { CLOCK, type Clock, type Principal, type PublicationView } from '#libs/contracts';
import { invalid, notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { listPublications, ownViews } from '#libs/warehouse';
import { publishedViews } from './published-columns.js';

/** Which relations of the warehouse people may ask about: our own views always, a company's by name. */
@Injectable()
export class PublicationService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<PublicationView[]> {
    const always = { built_in: true, published_by: null, published_at: null };
    const own = ownViews().map((relation) => ({ relation, ...describedView(relation), ...always }));
    const unknown = { meaning: null, columns: [], built_in: false };
    const theirs = (await listPublications(this.database)).map((one) => ({ ...one, ...unknown }));
    return [...own, ...theirs];
  }

  /** Again is as good as once. @throws VerdictError `invalid` for what is not in the warehouse */
  async publish(relation: string, caller: Principal): Promise<PublicationView[]> {
    await this.checkThere(relation);
    await this.database.transaction(async (transaction) => {
      const values = { relation, published_by: caller.name, published_at: new Date(this.clock.now()) };
      if ((await transaction.maybeOne('publication/insert_publication', values)) === undefined) return;
      const entry = { actor: caller, action: 'publication.publish', subjectKind: 'publication', subjectId: relation };
      await this.audit.record(transaction, entry);
    });
    return this.list();
  }

  /** @throws VerdictError `not_found` */
  async withdraw(relation: string, caller: Principal): Promise<void> {
    await this.database.transaction(async (transaction) => {
      if ((await transaction.maybeOne('publication/delete_publication', { relation })) === undefined)
        throw notFound(`${relation} is not published.`);
      const entry = { actor: caller, action: 'publication.withdraw', subjectKind: 'publication', subjectId: relation };
      await this.audit.record(transaction, entry);
    });
  }

  private async checkThere(relation: string): Promise<void> {
    const { is_there, checked_at } = await this.database.one<{ is_there: boolean; checked_at: Date | null }>(
      'publication/find_in_warehouse',
      { relation },
    );
    if (is_there) return;
    const looked =
      checked_at === null
        ? 'the warehouse has not been looked at yet'
        : `there was none at ${checked_at.toISOString()}`;
    const detail = `no table or view of the warehouse: ${looked}; npx verdict warehouse load looks again`;
    throw invalid(`${relation} cannot be published.`, [{ pointer: '/relation', rule: 'unknown', detail }]);
  }
}

/** What a row and the columns of one of our views mean. */
function describedView(relation: string): Pick<PublicationView, 'meaning' | 'columns'> {
  const { meaning, columns } = publishedViews[relation.replace(/^published\./, '')] ?? { meaning: null, columns: {} };
  return { meaning, columns: Object.entries(columns).map(([name, text]) => ({ name, meaning: text })) };
}
