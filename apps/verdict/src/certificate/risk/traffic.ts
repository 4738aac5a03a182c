import { createHash } from 'node:crypto';
import type { OutcomeBody, ScoreRequest } from '#libs/contracts';
import { EventPartitions } from '#libs/events';
import type { HttpService } from '#libs/http';
import { networkOf, parseIp } from '#libs/ip';
import { LiveVelocity, OutcomeService, ScoringService } from '#libs/trust';
import type { TimedClock } from './timed-clock.js';

/** Something that a company's app tells of a pledge, when it tells it: milliseconds since 1970. */
export type Step =
  | { readonly kind: 'pledge'; readonly at: number; readonly body: ScoreRequest }
  /** A pledge whose scoring dies when Redis has it and Postgres has not. */
  | { readonly kind: 'attempt'; readonly at: number; readonly body: ScoreRequest }
  | { readonly kind: 'outcome'; readonly at: number; readonly pledgeId: string; readonly body: OutcomeBody };

/** Few enough that no answer has to do without Postgres because too many wait for it. */
const atOnce = 24;

export interface Told {
  pledges: number;
  outcomes: number;
  attempts: number;
}

/** Tells a service everything in the order of its time, many at once; of one pledge one after the other. */
export class Traffic {
  readonly told: Told = { pledges: 0, outcomes: 0, attempts: 0 };
  private readonly scoring: ScoringService;
  private readonly outcomes: OutcomeService;
  private readonly velocity: LiveVelocity;
  private readonly partitions: EventPartitions;
  private day = 0;
  private readonly flying = new Map<string, Promise<void>>();

  constructor(
    app: HttpService,
    private readonly clock: TimedClock,
  ) {
    this.scoring = app.get(ScoringService, { strict: false });
    this.outcomes = app.get(OutcomeService, { strict: false });
    this.velocity = app.get(LiveVelocity, { strict: false });
    this.partitions = app.get(EventPartitions, { strict: false });
  }

  /** @param onTold told how many of the first steps are all through: where a run that was cut short goes on */
  async tell(steps: Iterable<Step> | AsyncIterable<Step>, onTold: (through: number) => void): Promise<void> {
    const under = new Set<Promise<void>>();
    const open = new Set<number>();
    let number = 0;
    for await (const step of steps) {
      const own = number++;
      open.add(own);
      await this.reach(step.at);
      const work = this.inTurn(step).finally(() => {
        under.delete(work);
        open.delete(own);
        onTold(Math.min(number, ...open));
      });
      under.add(work);
      if (under.size >= atOnce) await Promise.race(under);
    }
    await Promise.all(under);
  }

  /** A service makes the days of its log every few hours of ours; here days pass in seconds. */
  private async reach(time: number): Promise<void> {
    this.clock.reach(time);
    const day = Math.floor(time / 86_400_000);
    if (day === this.day) return;
    this.day = day;
    await this.partitions.make();
  }

  private async inTurn(step: Step): Promise<void> {
    const pledge = step.kind === 'outcome' ? step.pledgeId : step.body.pledge.id;
    const before = this.flying.get(pledge);
    const work = (async () => {
      await before;
      await this.clock.at(step.at, () => this.take(step));
    })();
    this.flying.set(pledge, work);
    await work.finally(() => {
      if (this.flying.get(pledge) === work) this.flying.delete(pledge);
    });
  }

  private async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'pledge':
        await this.scoring.score(step.body, true);
        this.told.pledges += 1;
        return;
      case 'attempt':
        await this.attempt(step);
        this.told.attempts += 1;
        return;
      case 'outcome':
        await this.outcomes.add(step.pledgeId, step.body, true);
        this.told.outcomes += 1;
    }
  }

  /** The step in Redis, and nothing after it. */
  private async attempt({ at, body }: Extract<Step, { kind: 'attempt' }>): Promise<void> {
    const { pledge, credit_card, device } = body;
    const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
    const [card, from] = [credit_card, device] as Readonly<Record<string, unknown>>[];
    const ip = text(from?.['ip_address']);
    const address = ip === undefined ? undefined : parseIp(ip);
    await this.velocity.observe({
      mark: `pledge:${JSON.stringify(pledge.id)}`,
      // No request's: nobody gets this attempt's answer.
      hash: createHash('sha256')
        .update(JSON.stringify([at, body]))
        .digest('hex'),
      kind: 'pledge',
      pledgeId: pledge.id,
      entities: {
        ip: address?.text,
        ip_network: address === undefined ? undefined : networkOf(address),
        device: text(from?.['id']),
        card: text(card?.['token']),
        bin: text(card?.['issuer_id_number']),
        backer: text(pledge.backer_id),
        project: pledge.project_id,
      },
      amount: pledge.amount,
      replaces: true,
      previousAmount: 0,
      read: true,
      record: true,
    });
  }
}
