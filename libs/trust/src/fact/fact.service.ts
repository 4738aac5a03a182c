import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import { CLOCK, type BackerFact, type Clock, type Principal, type ProjectFact, type Rates } from '#libs/contracts';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { refuseAhead } from '../not-ahead.js';

export type BackerRow = BackerFact & { readonly backer_id: string };
export type ProjectRow = ProjectFact & { readonly project_id: string };
export type RateRows = Rates['rates'];

/** What the company tells about backers, projects and currencies in advance. Of what is told twice the last word counts. */
@Injectable()
export class FactService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws VerdictError `invalid` for a sign-up that is ahead */
  async putBacker(backer_id: string, fact: BackerFact, actor: Principal): Promise<void> {
    refuseAhead({ signed_up_at: fact.signed_up_at }, this.clock.now());
    return this.audited('backer', backer_id, fact, actor, (transaction) =>
      this.upsertBackers([{ backer_id, ...fact }], transaction),
    );
  }

  putProject(project_id: string, fact: ProjectFact, actor: Principal): Promise<void> {
    return this.audited('project', project_id, fact, actor, (transaction) =>
      this.upsertProjects([{ project_id, ...fact }], transaction),
    );
  }

  putRates(rates: RateRows, actor: Principal): Promise<void> {
    const days = rates.map(({ day }) => day).toSorted();
    const told = { rates: rates.length, from: days[0], to: days.at(-1) };
    return this.audited('rate', 'table', told, actor, (transaction) => this.upsertRates(rates, transaction));
  }

  /** Many at once, for a load: a few thousand a call. */
  async upsertBackers(rows: readonly BackerRow[], transaction: Transaction = this.database): Promise<void> {
    const updated_at = new Date(this.clock.now());
    await transaction.query('backer/upsert_backers', { rows: placed(rows), updated_at });
  }

  async upsertProjects(rows: readonly ProjectRow[], transaction: Transaction = this.database): Promise<void> {
    const updated_at = new Date(this.clock.now());
    await transaction.query('project/upsert_projects', { rows: placed(rows), updated_at });
  }

  async upsertRates(rows: RateRows, transaction: Transaction = this.database): Promise<void> {
    await transaction.query('rate/upsert_rates', { rows: placed(rows) });
  }

  private audited(
    subjectKind: string,
    subjectId: string,
    after: unknown,
    actor: Principal,
    write: (transaction: Transaction) => Promise<void>,
  ): Promise<void> {
    return this.database.transaction(async (transaction) => {
      await write(transaction);
      await this.audit.record(transaction, { actor, action: `${subjectKind}.put`, subjectKind, subjectId, after });
    });
  }
}

/** Each row with its place, which decides between two of one key. */
const placed = (rows: readonly object[]): string => JSON.stringify(rows.map((row, place) => ({ place, ...row })));
