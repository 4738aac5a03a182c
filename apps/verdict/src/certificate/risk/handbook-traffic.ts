import type { HttpService } from '#libs/http';
import { Database, DATABASE } from '#libs/postgres';
import { cardPayments, LiveVelocity, liveOrigin, type CardPayment, type Sighted, type Sighting } from '#libs/trust';
import type { TimedClock } from './timed-clock.js';

/** A payment, or the label of one that becomes known. Milliseconds since 1970. */
interface Seen {
  readonly at: number;
  readonly sighting: Sighting;
}

const labelDelayMs = 7 * 86_400_000;
const together = 500;
const mostAttempts = 60;

/**
 * The Handbook's card payments through the Redis program, and into Postgres as it answered: a customer is a backer, a
 * terminal a project, and a fraud is known a week later. What is stored is where a run that was cut short goes on.
 */
export class HandbookTraffic {
  private readonly velocity: LiveVelocity;
  private readonly database: Database;
  private storing: Promise<void> = Promise.resolve();

  constructor(
    app: HttpService,
    private readonly clock: TimedClock,
  ) {
    this.velocity = app.get(LiveVelocity, { strict: false });
    this.database = app.get<Database>(DATABASE, { strict: false });
  }

  /**
   * Redis answers the next batch while Postgres stores one.
   * @param most payments
   * @returns how many payments there are up to there
   * @throws Error when Redis is away
   */
  async tell(path: string, most: number, onTold: (payments: number) => void): Promise<number> {
    const { observations } = await this.database.one<{ observations: number }>('observation/count_observations', {
      origin: liveOrigin,
    });
    let [number, payments] = [0, 0];
    let batch: Seen[] = [];
    const next = async (): Promise<void> => {
      await this.take(batch);
      batch = [];
      onTold(payments);
    };
    for await (const seen of inOrder(cardPayments(path), most)) {
      if (seen.sighting.kind === 'pledge') payments += 1;
      if (++number <= observations) continue;
      batch.push(seen);
      if (batch.length === together) await next();
    }
    await next();
    await this.storing;
    return payments;
  }

  private async take(batch: readonly Seen[]): Promise<void> {
    const sighted = await Promise.all(batch.map((one) => this.observe(one)));
    await this.storing;
    this.storing = this.store(batch, sighted);
    // Whoever waits for it hears of a failure.
    this.storing.catch(() => undefined);
  }

  /** Redis too busy to answer in time may have recorded it all the same: asked again, it gives what it gave. */
  private async observe({ at, sighting }: Seen): Promise<Sighted> {
    for (let attempt = 1; ; attempt++) {
      const sighted = await this.clock.at(at, () => this.velocity.observe(sighting));
      if (sighted !== undefined) return sighted;
      if (attempt === mostAttempts) throw new Error('Redis does not answer.');
    }
  }

  private async store(batch: readonly Seen[], sighted: readonly Sighted[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    // No later: a mark of this batch must not be old, and swept as abandoned, before it is stored.
    this.clock.reach(first.at);
    const rows = sighted.map((one, index) => rowOf(batch[index]?.sighting ?? first.sighting, one));
    await this.database.query('observation/insert_observations', { rows: JSON.stringify(rows) });
    this.velocity.settle(rows.map(({ stamp }) => stamp));
  }
}

/** Payments with the labels that have become known between them. */
async function* inOrder(payments: AsyncIterable<CardPayment>, most: number): AsyncGenerator<Seen> {
  const labels: { readonly at: number; readonly payment: CardPayment; readonly number: number }[] = [];
  let number = 0;
  for await (const payment of payments) {
    if (++number > most) return;
    const at = payment.time * 1_000;
    for (let next = labels[0]; next !== undefined && next.at <= at; next = labels[0]) {
      labels.shift();
      yield { at: next.at, sighting: sightingOf('label', next.payment, next.number) };
    }
    yield { at, sighting: sightingOf('pledge', payment, number) };
    if (payment.isFraud) labels.push({ at: at + labelDelayMs, payment, number });
  }
}

const sightingOf = (kind: 'pledge' | 'label', payment: CardPayment, number: number): Sighting => ({
  mark: `${kind}:handbook-${number}`,
  hash: 'handbook',
  kind,
  ...(kind === 'label' ? { category: 'fraud' } : { amount: payment.amount }),
  pledgeId: `handbook-${number}`,
  entities: { backer: `customer-${payment.customer}`, project: `terminal-${payment.terminal}` },
  replaces: kind === 'pledge',
  previousAmount: 0,
  read: kind === 'pledge',
  record: true,
});

function rowOf(sighting: Sighting, sighted: Sighted) {
  const { stamp, epoch, occurredAt, difference, values } = sighted;
  const isPledge = sighting.kind === 'pledge';
  return {
    origin: liveOrigin,
    stamp,
    epoch,
    kind: sighting.kind,
    occurred_at: occurredAt,
    pledge_id: sighting.pledgeId,
    revision: isPledge ? 1 : null,
    amount: isPledge ? difference : null,
    category: sighting.category ?? null,
    entities: sighting.entities,
    body_hash: sighting.hash,
    velocity: isPledge ? values : null,
  };
}
