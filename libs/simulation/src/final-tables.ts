import type { OutcomeKind } from '#libs/contracts';
import type { PledgeRow, ProjectRow, SimulatedRecord } from './records.js';

export type PledgeState = 'live' | 'declined' | 'cancelled' | 'dropped' | 'collected' | 'refunded';

/** A row of the company's own table of pledges. `amount` is in minor units of `currency`; times are RFC 3339 in UTC. */
export interface PledgeStateRow {
  readonly pledge_id: string;
  readonly backer_id: string;
  readonly project_id: string;
  readonly amount: number;
  readonly currency: string;
  /** `dropped`: its project did not reach its goal, or was called off. */
  readonly state: PledgeState;
  readonly pledged_at: string;
  readonly changed_at: string;
}

/** Outcomes that the table tells; a dispute leaves it as it is. */
const told: Partial<Record<OutcomeKind, PledgeState>> = {
  declined: 'declined',
  cancelled: 'cancelled',
  collected: 'collected',
  refunded: 'refunded',
};

/** The company's tables as they stand at the end of its history: one row a project, one a pledge. */
export class FinalTables {
  readonly #projects: Map<string, ProjectRow>;
  readonly #pledges = new Map<string, PledgeStateRow>();

  private constructor(projects: Map<string, ProjectRow>) {
    this.#projects = projects;
  }

  static empty(): FinalTables {
    return new FinalTables(new Map());
  }

  /** Tables with these projects and no pledge yet, for some of the pledges at a time. */
  withoutPledges(): FinalTables {
    return new FinalTables(this.#projects);
  }

  /** Records in the order of the history. */
  take(record: SimulatedRecord): void {
    if (record.kind === 'project') this.#projects.set(record.row.project_id, record.row);
    else if (record.kind === 'pledge') this.#pledge(record.row);
    else if (record.kind === 'outcome') {
      const { pledge_id, kind, occurred_at } = record.row;
      const [pledge, state] = [this.#pledges.get(pledge_id), told[kind]];
      if (pledge !== undefined && state !== undefined)
        this.#pledges.set(pledge_id, { ...pledge, state, changed_at: occurred_at });
    }
  }

  projects(): Iterable<ProjectRow> {
    return this.#projects.values();
  }

  *pledges(): Generator<PledgeStateRow> {
    for (const pledge of this.#pledges.values()) {
      const project = this.#projects.get(pledge.project_id);
      const isDropped = pledge.state === 'live' && (project?.state === 'failed' || project?.state === 'canceled');
      yield isDropped ? { ...pledge, state: 'dropped', changed_at: project.state_changed_at } : pledge;
    }
  }

  #pledge({ pledge_id, backer_id, project_id, amount, currency, time }: PledgeRow): void {
    const pledged_at = this.#pledges.get(pledge_id)?.pledged_at ?? time;
    this.#pledges.set(pledge_id, {
      pledge_id,
      backer_id,
      project_id,
      amount,
      currency,
      state: 'live',
      pledged_at,
      changed_at: time,
    });
  }
}
