import type { Identifiers } from './identifiers.js';
import type { Journal, PledgeEntry } from './journal.js';
import type { LiveProject } from './market.js';
import { chargeBackOf } from './aftermath.js';
import { roundAmount } from './money.js';
import type { Account, Card } from './people.js';
import { Random, streams } from './random.js';
import type { PledgeRow } from './records.js';
import type { Timeline } from './timeline.js';

const MINUTE = 60_000;

const CANCELED = 0.045;
const RAISED = 0.025;

/** From where and with what somebody pays. */
export interface Payment {
  readonly ip: string;
  readonly device: string;
  readonly card: Card;
  readonly billingCountry: string;
  readonly cvc: PledgeRow['cvc_result'];
  readonly avs: PledgeRow['avs_result'];
}

/** Somebody confirms a pledge. */
export interface Attempt {
  /** Given where it was planned ahead; otherwise the next one is taken. */
  readonly pledgeId?: string;
  readonly account: Account;
  readonly project: LiveProject;
  /** Minor units of the project's currency. */
  readonly amount: number;
  readonly time: number;
  readonly payment: Payment;
  readonly pageViews: number;
  /** Why the issuer refuses at once, if it does. */
  readonly declined?: string;
  /** The card is only asked for at the deadline: nothing is authorised now. */
  readonly cardLater: boolean;
  /** Chance that the card cannot be charged at the deadline. */
  readonly uncharged: number;
  /** Payment fraud: the chance that its collection is charged back. */
  readonly fraud?: number;
}

/** A pledge that is waiting for its project's deadline. */
interface Holding {
  readonly attempt: Attempt;
  readonly pledgeId: string;
  readonly random: Random;
  amount: number;
  base: number;
  canceled: boolean;
}

/** Takes pledges, holds them until the deadline, and charges them if the goal was reached: all or nothing. */
export class Pledges {
  readonly #seed: number;
  readonly #timeline: Timeline;
  readonly #journal: Journal;
  readonly #ids: Identifiers;
  readonly #holdings = new Map<LiveProject, Holding[]>();
  #made = 0;

  constructor(seed: number, timeline: Timeline, journal: Journal, ids: Identifiers) {
    this.#seed = seed;
    this.#timeline = timeline;
    this.#journal = journal;
    this.#ids = ids;
  }

  /** Pledges that wait for a deadline. */
  get held(): number {
    let sum = 0;
    for (const holdings of this.#holdings.values()) sum += holdings.length;
    return sum;
  }

  make(attempt: Attempt): void {
    const { project, account, time, amount, declined } = attempt;
    if (time >= this.#timeline.until) return;
    const random = new Random(this.#seed, streams.pledge, this.#made);
    const pledgeId = attempt.pledgeId ?? this.#ids.pledge(this.#made);
    this.#made += 1;
    const base = this.#journal.inBase(amount, project.plan.country.currency, time);
    const holding = { attempt, pledgeId, random, amount, base, canceled: false };
    this.#write(holding, 1, time);
    const answered = { time: time + 1_000 + random.below(2_000), ip: attempt.payment.ip };
    if (declined !== undefined) {
      const entry = { pledge_id: pledgeId, kind: 'declined', reason_code: declined, knownAt: answered.time } as const;
      this.#journal.outcome(entry, account.backerId, answered);
      return;
    }
    if (!attempt.cardLater)
      this.#journal.outcome(
        { pledge_id: pledgeId, kind: 'authorised', knownAt: answered.time },
        account.backerId,
        answered,
      );
    this.#hold(holding, project);
  }

  /** The deadline: collects all if the goal was reached, and lets all go if not. */
  settle(project: LiveProject, deadline: number): boolean {
    const successful = project.pledged >= project.plan.goal;
    for (const holding of this.#holdings.get(project) ?? [])
      if (successful && !holding.canceled) this.#charge(holding, deadline);
    this.#holdings.delete(project);
    return successful;
  }

  /** The creator calls the project off: nothing is collected. */
  release(project: LiveProject): void {
    this.#holdings.delete(project);
  }

  #hold(holding: Holding, project: LiveProject): void {
    const held = this.#holdings.get(project);
    if (held === undefined) this.#holdings.set(project, [holding]);
    else held.push(holding);
    project.pledged += holding.amount;
    project.basePledged += holding.base;
    project.backers += 1;
    const { random, attempt } = holding;
    const left = project.plan.deadline - attempt.time;
    const change = random.unit();
    const at = attempt.time + 10 * MINUTE + Math.floor(random.unit() * 0.98 * (left - 10 * MINUTE));
    if (attempt.fraud !== undefined || left < 60 * MINUTE) return;
    if (change < CANCELED) this.#timeline.plan(at, (time) => this.#cancel(holding, time));
    else if (change < CANCELED + RAISED) this.#timeline.plan(at, (time) => this.#raise(holding, time));
  }

  #cancel(holding: Holding, time: number): void {
    const { attempt, pledgeId, amount, base } = holding;
    const { project, account } = attempt;
    if (!project.open) return;
    holding.canceled = true;
    project.pledged -= amount;
    project.basePledged -= base;
    project.backers -= 1;
    const place = { time, ip: attempt.payment.ip };
    this.#journal.outcome({ pledge_id: pledgeId, kind: 'cancelled', knownAt: time }, account.backerId, place);
  }

  #raise(holding: Holding, time: number): void {
    const { project } = holding.attempt;
    if (!project.open) return;
    const { currency } = project.plan.country;
    const raised = holding.amount + roundAmount(holding.random.pick([5, 10, 15, 25]), currency);
    const base = this.#journal.inBase(raised, currency, time);
    project.pledged += raised - holding.amount;
    project.basePledged += base - holding.base;
    holding.amount = raised;
    holding.base = base;
    this.#write(holding, 2, time);
  }

  #charge({ attempt, pledgeId, random, amount, base }: Holding, deadline: number): void {
    const { account, payment, project, uncharged, fraud } = attempt;
    const { currency } = project.plan.country;
    const time = deadline + Math.floor(random.between(5, 90) * MINUTE);
    const money = { pledge_id: pledgeId, amount, currency, base_amount: base };
    const tell = (entry: Parameters<Journal['outcome']>[0], at: number): void =>
      this.#journal.outcome(entry, account.backerId, { time: at, ip: payment.ip });
    if (random.chance(uncharged)) {
      tell(
        {
          ...money,
          kind: 'declined',
          reason_code: attempt.cardLater ? 'no_card' : 'insufficient_funds',
          knownAt: time,
        },
        time,
      );
      return;
    }
    tell({ ...money, kind: 'collected', knownAt: time }, time);
    for (const { at, knownAt, ...what } of chargeBackOf(random, fraud, time)) tell({ ...money, ...what, knownAt }, at);
  }

  #write({ attempt, pledgeId, amount, base }: Holding, revision: number, time: number): void {
    const { account, project, payment, pageViews, fraud } = attempt;
    const { card } = payment;
    const entry: PledgeEntry = {
      pledge_id: pledgeId,
      revision,
      backer_id: account.backerId,
      project_id: project.plan.id,
      creator_id: project.plan.creatorId,
      amount,
      currency: project.plan.country.currency,
      base_amount: base,
      ip: payment.ip,
      device: payment.device,
      card: card.fingerprint,
      card_country: card.country,
      card_funding: card.funding,
      bin: card.bin,
      email: account.email,
      billing_country: payment.billingCountry,
      session_page_views: pageViews,
      cvc_result: payment.cvc,
      avs_result: payment.avs,
      label: fraud === undefined ? '' : 'fraud',
    };
    this.#journal.pledge(entry, account, time);
  }
}
