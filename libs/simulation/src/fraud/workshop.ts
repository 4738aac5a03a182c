import { FRAUDSTERS } from '../identifiers.js';
import type { Identifiers } from '../identifiers.js';
import { creatorOf } from '../people.js';
import type { Account, Creator } from '../people.js';
import type { Payment } from '../pledges.js';
import type { Period, ProjectPlan } from '../project-plan.js';
import { Random, streams } from '../random.js';
import type { PlantedFraud } from '../truths.js';
import { throwawayAddress } from '../words.js';

/** A login made for fraud. */
export interface PlannedAccount {
  readonly account: Account;
  readonly ip: string;
}

/** A fraudulent pledge that will be tried. */
export interface PlannedPledge {
  readonly pledgeId: string;
  readonly account: Account;
  readonly project: ProjectPlan;
  readonly dollars: number;
  readonly time: number;
  readonly payment: Payment;
  readonly pageViews: number;
  readonly declined: boolean;
  /** Chance that it is charged back once collected. */
  readonly chargedBack: number;
}

/** One run of a scheme. */
export interface FraudPlan {
  readonly accounts: readonly PlannedAccount[];
  readonly pledges: readonly PlannedPledge[];
  readonly truth: PlantedFraud;
}

/** Gives schemes what they need: numbers, ids that nobody else has, and a project that none of them has used. */
export class Workshop {
  readonly random: Random;
  readonly #used = new Set<ProjectPlan>();
  #made = 0;

  constructor(
    readonly seed: number,
    readonly period: Period,
    readonly ids: Identifiers,
    readonly projects: readonly ProjectPlan[],
  ) {
    this.random = new Random(seed, streams.fraud, 0);
  }

  /** A number that ids of fraud are made of. */
  next(): number {
    this.#made += 1;
    return FRAUDSTERS + this.#made;
  }

  pledgeId(): string {
    return this.ids.pledge(this.next());
  }

  account(country: string, createdAt: number): Account {
    const counter = this.next();
    const backerId = this.ids.backer(counter);
    const email = throwawayAddress(this.random, backerId);
    return { backerId, visitorId: this.ids.visitor(counter), country, email, createdAt: Math.floor(createdAt) };
  }

  /** An unused project that fits, or the one that fits best by `score` (higher is better) if none does. */
  project(fits: (plan: ProjectPlan) => boolean, score: (plan: ProjectPlan) => number): ProjectPlan {
    const free = this.projects.filter((plan) => !this.#used.has(plan) && plan.canceledAt === undefined);
    const fitting = free.filter(fits);
    const best = free.reduce<ProjectPlan | undefined>((top, plan) => {
      return top === undefined || score(plan) > score(top) ? plan : top;
    }, undefined);
    const chosen = fitting.length > 0 ? this.random.pick(fitting) : best;
    if (chosen === undefined) throw new RangeError('The history has no project left for fraud to use.');
    this.#used.add(chosen);
    return chosen;
  }

  creator(plan: ProjectPlan): Creator {
    return creatorOf(this.seed, plan, this.period.from, this.ids);
  }
}

/** Sums up what a run consists of, from its pledges. */
export function truthOf(scheme: PlantedFraud['scheme'], pledges: readonly PlannedPledge[]): PlantedFraud {
  const distinct = (value: (pledge: PlannedPledge) => string): string[] => [...new Set(pledges.map(value))];
  const times = pledges.map(({ time }) => time).sort((left, right) => left - right);
  return {
    scheme,
    pledges: distinct(({ pledgeId }) => pledgeId),
    backers: distinct(({ account }) => account.backerId),
    cards: distinct(({ payment }) => payment.card.fingerprint),
    devices: distinct(({ payment }) => payment.device),
    ips: distinct(({ payment }) => payment.ip),
    projects: distinct(({ project }) => project.id),
    from: new Date(times[0] ?? 0).toISOString(),
    to: new Date(times.at(-1) ?? 0).toISOString(),
  };
}
