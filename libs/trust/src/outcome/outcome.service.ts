import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  eventNames,
  type Clock,
  type NewEvent,
  type OutcomeBody,
  type OutcomeView,
  type PledgeOutcomes,
} from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { EventLog } from '#libs/events';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { Entities } from '#libs/scoring';
import { ConfigurationService } from '../configuration/configuration.service.js';
import { canonicalHash } from '../hash.js';
import { noteSignal } from '../late-signal/signal.js';
import { refuseAhead } from '../not-ahead.js';
import { refuseCardNumbers } from '../score/card-numbers.js';
import { refuseUnstorableText } from '../score/storable-text.js';
import { liveOrigin } from '../velocity/observation.js';
import { labelCategory, labelOf } from './label-of.js';
import { OutcomeObserver, type Observation } from './outcome-observer.js';

interface OutcomeRow {
  readonly body_hash: string;
  readonly kind: OutcomeView['kind'];
  readonly category: OutcomeBody['category'] | null;
  readonly won: boolean | null;
  readonly known_at: Date;
}

/** What happened to pledges afterwards. An outcome counts once by its id, and becomes what features see by its stamp. */
@Injectable()
export class OutcomeService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(EventLog) private readonly events: EventLog,
    @Inject(OutcomeObserver) private readonly observer: OutcomeObserver,
    @Inject(ConfigurationService) private readonly configuration: ConfigurationService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws VerdictError `invalid` for a card number or a time ahead, `not_found` for an unknown pledge, `conflict` for an id used differently. */
  async add(pledgeId: string, body: OutcomeBody, live: boolean): Promise<OutcomeView> {
    refuseUnstorableText(body);
    refuseCardNumbers(body);
    const hash = canonicalHash(body);
    const stored = await this.repeated(this.database, pledgeId, body, hash, live);
    if (stored !== undefined) return stored;
    const entities = await this.entitiesOf(pledgeId, live);
    const now = this.clock.now();
    refuseAhead({ occurred_at: body.occurred_at, known_at: body.known_at }, now);
    const sent = live ? await this.observer.send(observationsOf(pledgeId, body, hash, entities, now)) : [];
    const view = await this.database.transaction(async (transaction) => {
      const held = await this.observer.hold(transaction, pledgeId, sent);
      // Of two at once, the second comes here when the first has been committed.
      const repeated = await this.repeated(transaction, pledgeId, body, hash, live);
      if (repeated !== undefined) return repeated;
      await this.observer.store(transaction, sent, held);
      const [stamp = now * 1_000, labelStamp = stamp] = held.stamps;
      await this.insert(transaction, pledgeId, body, { hash, live, now, stamp });
      await this.label(transaction, pledgeId, body, { live, now, stamp: labelStamp });
      if (live) await this.tell(transaction, body, { pledgeId, entities, now, stamp: labelStamp });
      await this.events.insert(transaction, [this.eventOf(pledgeId, body, entities.backer, live, now)]);
      return this.viewOf(pledgeId, body, now);
    });
    if (!view.repeated) this.observer.settle(sent);
    return view;
  }

  /** @throws VerdictError `not_found` for an unknown pledge. */
  async ofPledge(pledge_id: string, live: boolean): Promise<PledgeOutcomes> {
    await this.entitiesOf(pledge_id, live);
    const asked = { pledge_id, live };
    const outcomes = await this.database.query<PledgeOutcomes['outcomes'][number]>('outcome/list_outcomes', asked);
    const labels = await this.database.query<PledgeOutcomes['labels'][number]>('label/list_labels', asked);
    return { pledge_id, outcomes, labels };
  }

  private async repeated(
    database: Transaction,
    pledge_id: string,
    body: OutcomeBody,
    hash: string,
    live: boolean,
  ): Promise<OutcomeView | undefined> {
    const row = await database.maybeOne<OutcomeRow>('outcome/find_outcome', { pledge_id, live, id: body.id });
    if (row === undefined) return undefined;
    if (row.body_hash !== hash)
      throw conflict('This outcome id was used for another outcome of the pledge.', [
        { pointer: '/id', rule: 'unique', detail: 'an outcome is never changed; send a new one with an id of its own' },
      ]);
    return { ...this.viewOf(pledge_id, body, row.known_at.getTime()), repeated: true };
  }

  private async entitiesOf(pledge_id: string, live: boolean): Promise<Entities> {
    const row = await this.database.maybeOne<Record<string, string | null>>('observation/find_latest_entities', {
      pledge_id,
      live,
    });
    if (row === undefined) throw notFound('There is no pledge of this id.');
    return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  }

  private async insert(
    transaction: Transaction,
    pledge_id: string,
    body: OutcomeBody,
    about: { readonly hash: string; readonly live: boolean; readonly now: number; readonly stamp: number },
  ): Promise<void> {
    await transaction.query('outcome/insert_outcome', {
      pledge_id,
      live: about.live,
      id: body.id,
      body_hash: about.hash,
      kind: body.kind,
      category: body.category ?? null,
      reason_code: body.reason_code ?? null,
      won: body.won ?? null,
      amount: body.amount ?? null,
      currency: body.currency ?? null,
      base_amount: this.baseAmount(body, about.now) ?? null,
      payment_reference: body.payment_reference ?? null,
      payment: body.payment === undefined ? null : JSON.stringify(body.payment),
      occurred_at: body.occurred_at ?? new Date(about.now),
      known_at: body.known_at ?? new Date(about.now),
      origin: liveOrigin,
      stamp: about.stamp,
      received_at: new Date(about.now),
    });
  }

  private async label(
    transaction: Transaction,
    pledge_id: string,
    body: OutcomeBody,
    { live, now, stamp }: { readonly live: boolean; readonly now: number; readonly stamp: number },
  ): Promise<void> {
    const label = labelOf(body);
    if (label === undefined) return;
    await transaction.query('label/insert_label', {
      pledge_id,
      live,
      label,
      source: `outcome:${body.id}`,
      known_at: body.known_at ?? new Date(now),
      origin: liveOrigin,
      stamp,
      created_at: new Date(now),
    });
  }

  /** A fraud that became known: the pledges that it touches are judged once more. */
  private async tell(
    transaction: Transaction,
    body: OutcomeBody,
    {
      pledgeId,
      entities,
      now,
      stamp,
    }: { readonly pledgeId: string; readonly entities: Entities; readonly now: number; readonly stamp: number },
  ): Promise<void> {
    const label = labelOf(body);
    if (label === undefined || label === 'not_fraud') return;
    const { backer = null, card = null, device = null, project = null } = entities;
    const occurred_at = Math.min(
      body.occurred_at === undefined ? stamp : Date.parse(body.occurred_at) * 1_000,
      now * 1_000,
    );
    const subject = { pledge_id: pledgeId, backer, card, device, project, occurred_at, stamp };
    await noteSignal(transaction, this.clock, { kind: 'known_fraud', subject });
  }

  private baseAmount({ amount, currency, occurred_at }: OutcomeBody, now: number): number | undefined {
    if (amount === undefined || currency === undefined) return undefined;
    const day = new Date(occurred_at ?? now).toISOString().slice(0, 10);
    return this.configuration.current().rates.toBase(amount, currency, day);
  }

  private viewOf(pledge_id: string, body: OutcomeBody, now: number): OutcomeView {
    const known_at = new Date(body.known_at ?? now).toISOString();
    return { pledge_id, id: body.id, kind: body.kind, label: labelOf(body) ?? null, known_at, repeated: false };
  }

  private eventOf(
    pledge_id: string,
    body: OutcomeBody,
    backer: string | undefined,
    live: boolean,
    now: number,
  ): NewEvent {
    return {
      source: 'verdict',
      event: eventNames.pledgeOutcome,
      distinct_id: backer ?? pledge_id,
      time: now,
      insert_id: `${pledge_id}/${body.id}`.slice(0, 255),
      properties: {
        pledge_id,
        kind: body.kind,
        category: body.category ?? null,
        reason_code: body.reason_code ?? null,
        won: body.won ?? null,
        amount: body.amount ?? null,
        currency: body.currency ?? null,
        base_amount: this.baseAmount(body, now) ?? null,
        occurred_at: new Date(body.occurred_at ?? now).toISOString(),
        known_at: new Date(body.known_at ?? now).toISOString(),
      },
      live,
    };
  }
}

/** The outcome itself, and the label that follows from it: each an observation of its own, known now. */
function observationsOf(
  pledgeId: string,
  body: OutcomeBody,
  hash: string,
  entities: Entities,
  now: number,
): Observation[] {
  const label = labelOf(body);
  const name = JSON.stringify([pledgeId, body.id]);
  const occurred = body.occurred_at === undefined ? undefined : Date.parse(body.occurred_at) * 1_000;
  const occurredAt = occurred !== undefined && occurred <= now * 1_000 ? occurred : undefined;
  const shared = { hash, pledgeId, entities, occurredAt };
  const outcome: Observation = { ...shared, mark: `outcome:${name}`, kind: 'outcome', category: body.kind };
  if (label === undefined) return [outcome];
  return [outcome, { ...shared, mark: `label:${name}`, kind: 'label', category: labelCategory(label) }];
}
