import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  type Clock,
  type ModelDetails,
  type ModelList,
  type ModelPage,
  type ModelPointer,
  type ModelView,
  type NewModel,
  type Principal,
  type Promotion,
} from '#libs/contracts';
import { conflict, forbidden, invalid, notFound, type FieldProblem } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { ReviewGate } from '../brake/review-gate.js';
import { featuresVersion } from '../score/evaluate.js';
import { findMachine, findModel, findPointer, listModels, viewOf } from './model.repository.js';
import { isOrdered } from './training-features.js';

type Pointed = Pick<ModelPointer, 'champion' | 'challenger'>;

/** Trained models, and which of them decides: each training is a row and a job, each change a pointer with its audit. */
@Injectable()
export class ModelService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ReviewGate) private readonly gate: ReviewGate,
  ) {}

  async list({ limit }: ModelList): Promise<ModelPage> {
    const pointer = await findPointer(this.database);
    const rows = await listModels(this.database, limit);
    return { pointer, models: rows.map((row) => viewOf(row, pointer)) };
  }

  /** @throws VerdictError `not_found` */
  async get(version: number): Promise<ModelDetails> {
    const view = viewOf(await findModel(this.database, version), await findPointer(this.database));
    return { ...view, ...(await findMachine(this.database, version)) };
  }

  /** @throws VerdictError `forbidden` for a test key; `invalid` for a time ahead or a direction of what has no order. */
  async train(request: NewModel, caller: Principal): Promise<ModelView> {
    refuseTestKey(caller);
    const now = this.clock.now();
    const cut = request.until === undefined ? now : Date.parse(request.until);
    const problems = problemsOf(request, cut > now);
    if (problems.length > 0) throw invalid('The model cannot be trained as asked.', problems);
    const { version, job } = await this.database.transaction(async (transaction) => {
      const { version } = await transaction.one<{ version: number }>('model/insert_version', {
        request: JSON.stringify(request),
        cut: new Date(cut),
        features_version: featuresVersion,
        created_by: caller.name,
        created_at: new Date(now),
      });
      const submitted = await this.jobs.submit(
        { name: 'model_train', payload: { version }, createdBy: caller.id },
        transaction,
      );
      await transaction.query('model/update_job', { version, job_id: submitted.id });
      await this.record(transaction, 'model.train', caller, String(version), { after: { version, request } });
      return { version, job: submitted.id };
    });
    await this.jobs.enqueue(job, 'model_train');
    return viewOf(await findModel(this.database, version), await findPointer(this.database));
  }

  /**
   * @throws VerdictError `not_found`; `conflict` for a model that is not trained, or is what it should become; `forbidden`
   * where a second person is needed
   */
  async promote(version: number, promotion: Promotion, caller: Principal): Promise<ModelPointer> {
    refuseTestKey(caller);
    if (promotion.as === 'champion') this.gate.champion();
    return this.database.transaction((transaction) => this.take(transaction, version, promotion, caller));
  }

  /** As `promote`, for whoever has seen what to expect. */
  take(transaction: Transaction, version: number, { as }: Promotion, caller: Principal): Promise<ModelPointer> {
    return this.pointIn(transaction, `model.promote_${as}`, caller, async (before) => {
      const model = await findModel(transaction, version);
      if (model.finished_at === null)
        throw conflict(`Model ${version} is not trained: its training is ${model.state}.`);
      if (before[as] === version) throw conflict(`Model ${version} is the ${as} already.`);
      if (as === 'champion')
        return { champion: version, challenger: before.challenger === version ? null : before.challenger };
      if (before.champion === version) throw conflict(`Model ${version} is the champion; it cannot challenge itself.`);
      return { ...before, challenger: version };
    });
  }

  /** The champion before this one decides again; with none before, the documented prior. @throws VerdictError `conflict` while the prior was never replaced. */
  rollback(caller: Principal): Promise<ModelPointer> {
    return this.point('model.rollback', caller, async (transaction, before) => {
      const earlier = await transaction.maybeOne<Pick<ModelPointer, 'champion'>>('model/find_previous_champion');
      if (earlier === undefined) throw conflict('There was never another model than the present one.');
      const { champion } = earlier;
      return { champion, challenger: before.challenger === champion ? null : before.challenger };
    });
  }

  /** @throws VerdictError `not_found` without one. */
  withdrawChallenger(caller: Principal): Promise<ModelPointer> {
    return this.point('model.withdraw_challenger', caller, (_, before) => {
      if (before.challenger === null) throw notFound('There is no challenger.');
      return Promise.resolve({ ...before, challenger: null });
    });
  }

  private point(
    action: string,
    caller: Principal,
    change: (transaction: Transaction, before: Pointed) => Promise<Pointed>,
  ): Promise<ModelPointer> {
    refuseTestKey(caller);
    return this.database.transaction((transaction) =>
      this.pointIn(transaction, action, caller, (before) => change(transaction, before)),
    );
  }

  private async pointIn(
    transaction: Transaction,
    action: string,
    caller: Principal,
    change: (before: Pointed) => Promise<Pointed>,
  ): Promise<ModelPointer> {
    await transaction.query('risk_configuration/lock_risk_configuration');
    const { version, champion, challenger } = await findPointer(transaction);
    const before = { champion, challenger };
    const after = await change(before);
    await transaction.query('model/insert_pointer', {
      version: version + 1,
      ...after,
      created_at: new Date(this.clock.now()),
      created_by: caller.name,
    });
    await this.record(transaction, action, caller, String(after.champion ?? 'prior'), { before, after });
    return findPointer(transaction);
  }

  private record(
    transaction: Transaction,
    action: string,
    actor: Principal,
    subjectId: string,
    change: { readonly before?: object; readonly after: object },
  ): Promise<void> {
    return this.audit.record(transaction, { actor, action, subjectKind: 'model', subjectId, ...change });
  }
}

function refuseTestKey({ live }: Principal): void {
  if (!live) throw forbidden('A test key trains and promotes nothing: live pledges are judged by it.');
}

function problemsOf({ monotone }: NewModel, isAhead: boolean): FieldProblem[] {
  const unordered = Object.keys(monotone).filter((name) => !isOrdered(name));
  return [
    ...(isAhead ? [{ pointer: '/until', rule: 'past', detail: 'must not be in the future' }] : []),
    ...unordered.map((name) => ({
      pointer: `/monotone/${name}`,
      rule: 'ordered',
      detail: 'is no feature whose values have an order',
    })),
  ];
}
