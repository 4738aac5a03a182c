import type { CaseEntity, DispositionAction, QueueConditions, QueueView } from '#libs/contracts';

/** What a queue's conditions are about. */
export interface Queued {
  readonly entity: CaseEntity;
  readonly project_id: string;
  readonly risk_score: number;
  /** Minor units of the company's currency; null: unknown, which meets no condition on it. */
  readonly base_amount: number | null;
  readonly disposition: DispositionAction;
  readonly reason_codes: readonly string[];
}

export function meets(conditions: QueueConditions, pledge: Queued): boolean {
  const {
    min_score = 0,
    max_score = 100,
    min_amount,
    max_amount,
    dispositions,
    reasons,
    projects,
    entities,
  } = conditions;
  const { risk_score, base_amount } = pledge;
  return (
    risk_score >= min_score &&
    risk_score <= max_score &&
    (min_amount === undefined || (base_amount !== null && base_amount >= min_amount)) &&
    (max_amount === undefined || (base_amount !== null && base_amount <= max_amount)) &&
    (dispositions?.some((one) => one === pledge.disposition) ?? true) &&
    (reasons?.some((code) => pledge.reason_codes.includes(code)) ?? true) &&
    (projects?.includes(pledge.project_id) ?? true) &&
    (entities?.includes(pledge.entity) ?? true)
  );
}

/** The first queue that takes it; the last one where none does, so that no case is lost by a condition. */
export function queueFor(queues: readonly Pick<QueueView, 'key' | 'conditions'>[], pledge: Queued): string {
  const taking = queues.find(({ conditions }) => meets(conditions, pledge)) ?? queues.at(-1);
  if (taking === undefined) throw new Error('There is no queue.');
  return taking.key;
}
