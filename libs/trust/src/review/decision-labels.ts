import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, type Label } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import type { Entities } from '#libs/scoring';
import { canonicalHash } from '../hash.js';
import { labelCategory } from '../outcome/label-of.js';
import { OutcomeObserver, type Observation } from '../outcome/outcome-observer.js';
import { liveOrigin } from '../velocity/observation.js';

interface DueLabel {
  readonly decision_id: string;
  readonly pledge_id: string;
  readonly label: Label;
}

const labelsAtOnce = 200;

/** Stores the labels of decisions when they are due: from then on features and training know them, and never before. */
@Injectable()
export class DecisionLabels {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(OutcomeObserver) private readonly observer: OutcomeObserver,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async storeDue(signal: AbortSignal): Promise<number> {
    const asked = { now: new Date(this.clock.now()), row_limit: labelsAtOnce };
    for (let total = 0; ;) {
      const due = await this.database.query<DueLabel>('decision/list_due_labels', asked);
      for (const label of due) {
        signal.throwIfAborted();
        await this.store(label);
      }
      total += due.length;
      if (due.length < labelsAtOnce) return total;
    }
  }

  private async store({ decision_id, pledge_id, label }: DueLabel): Promise<void> {
    const now = this.clock.now();
    const row = await this.database.one<Record<string, string | null>>('observation/find_latest_entities', {
      pledge_id,
      live: true,
    });
    const entities: Entities = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
    const sent = await this.observer.send([observationOf(decision_id, pledge_id, label, entities)]);
    await this.database.transaction(async (transaction) => {
      const held = await this.observer.hold(transaction, pledge_id, sent);
      const taken = await transaction.maybeOne('decision/take_label', { decision_id, pledge_id });
      if (taken === undefined) return;
      await this.observer.store(transaction, sent, held);
      await transaction.query('label/insert_label', {
        pledge_id,
        live: true,
        label,
        source: `decision:${decision_id}`,
        known_at: new Date(now),
        origin: liveOrigin,
        stamp: held.stamps[0] ?? now * 1_000,
        created_at: new Date(now),
      });
    });
    this.observer.settle(sent);
  }
}

const observationOf = (decisionId: string, pledgeId: string, label: Label, entities: Entities): Observation => ({
  mark: `label:${JSON.stringify([pledgeId, `decision:${decisionId}`])}`,
  hash: canonicalHash({ decision: decisionId, label }),
  kind: 'label',
  category: labelCategory(label),
  pledgeId,
  entities,
  occurredAt: undefined,
});
