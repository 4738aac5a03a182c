import { carrierAddress, homeAddress } from './addresses.js';
import { UNCHARGED } from './experiments.js';
import type { Identifiers } from './identifiers.js';
import type { Journal, Place } from './journal.js';
import type { LiveProject, Market } from './market.js';
import { roundAmount } from './money.js';
import { newCard } from './people.js';
import type { Account, Card, Visitor } from './people.js';
import { visitorCountries } from './places.js';
import type { Payment, Pledges } from './pledges.js';
import type { Timeline } from './timeline.js';
import type { Exposures } from './exposures.js';
import { emailAddress } from './words.js';

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Chance that a visitor who has met no experiment becomes a backer. */
export const CONVERSION = 0.12;
/** Of backers, those who pledge again (1.9 of 6.35 million at the company that is the model), and how often. */
const REPEATING = 0.3;
const REPEATS = 0.32;
const TRAVELLING = 0.006;
const DECLINED = 0.03;
const SECOND_CARD = 0.5;

/** Whom and what a visit touches. */
export interface Stage {
  readonly timeline: Timeline;
  readonly journal: Journal;
  readonly market: Market;
  readonly pledges: Pledges;
  readonly exposures: Exposures;
}

/** What honest visitors do: come, look, meet experiments, sometimes sign up and pledge, sometimes come back. */
export class Visits {
  readonly #stage: Stage;
  readonly #ids: Identifiers;

  constructor(stage: Stage, ids: Identifiers) {
    this.#stage = stage;
    this.#ids = ids;
  }

  begin(visitor: Visitor, time: number): void {
    visitor.visit += 1;
    const ip = addressOf(visitor);
    const { random } = visitor;
    this.#look(visitor, { time, ip }, random.chance(0.5) ? 'home' : 'discover');
    this.#stage.exposures.meet(visitor, time + 40, ip);
    if (visitor.account !== undefined) this.#elsewhere(visitor, visitor.account, { time: time + 40, ip });
    let clock = time + 40;
    let views = 1;
    for (let more = random.geometric(0.62); more > 0; more -= 1) {
      clock += this.#pause(visitor);
      views += 1;
      this.#look(visitor, { time: clock, ip }, 'project', this.#stage.market.browse(random));
    }
    if (willing(visitor)) this.#back(visitor, { time: clock + this.#pause(visitor), ip }, views);
    this.#comeBack(visitor, time);
  }

  #elsewhere(visitor: Visitor, { backerId }: Account, place: Place): void {
    this.#stage.exposures.meetElsewhere(visitor, backerId, this.#ids.visitor(visitor.index + 2 ** 30), place);
  }

  #comeBack(visitor: Visitor, time: number): void {
    const { random, visit, visits, pledgesLeft, account } = visitor;
    const again = account === undefined ? visit < visits : pledgesLeft > 0;
    if (!again) return;
    const gap =
      account === undefined ? Math.min(0.15 + 0.9 * random.exponential(), 5) : 0.4 + 11 * random.exponential();
    this.#stage.timeline.plan(time + 2 * HOUR + Math.floor(gap * DAY), (at) => this.begin(visitor, at));
  }

  #back(visitor: Visitor, place: Place, views: number): void {
    const { random } = visitor;
    const project = this.#stage.market.choose(random, place.time + 10 * 60 * SECOND);
    if (project === undefined) return;
    this.#look(visitor, place, 'project', project);
    let { time } = place;
    const account = (visitor.account ??= this.#signUp(visitor, { ip: place.ip, time: (time += this.#pause(visitor)) }));
    const card = (visitor.card ??= newCard(random, this.#ids.card(visitor.index), visitor.country.code));
    visitor.pledgesLeft -= 1;
    const attempt = {
      account,
      project,
      amount: amountFor(visitor, project),
      pageViews: views + 1,
      cardLater: visitor.cardLater,
      uncharged: Math.max(visitor.uncharged, UNCHARGED),
    };
    time += this.#pause(visitor);
    if (visitor.cardLater || !random.chance(DECLINED)) {
      this.#stage.pledges.make({ ...attempt, time, payment: payment(visitor, place.ip, card) });
      return;
    }
    this.#stage.pledges.make({ ...attempt, time, payment: payment(visitor, place.ip, card), declined: 'do_not_honor' });
    if (random.chance(SECOND_CARD))
      visitor.card = newCard(random, this.#ids.card(visitor.index + 2 ** 30), visitor.country.code);
    time += this.#pause(visitor);
    this.#stage.pledges.make({ ...attempt, time, payment: payment(visitor, place.ip, visitor.card ?? card) });
  }

  #signUp(visitor: Visitor, { time, ip }: Place): Account {
    const { index, id, country, random } = visitor;
    const backerId = this.#ids.backer(index);
    const email = emailAddress(random, backerId);
    const account = { backerId, visitorId: id, country: country.code, email, createdAt: time };
    this.#stage.journal.signUp(account, ip);
    visitor.pledgesLeft = random.chance(REPEATING) ? 2 + random.geometric(REPEATS) : 1;
    return account;
  }

  #look({ id, account, onPhone }: Visitor, place: Place, page: string, project?: LiveProject): void {
    const device = onPhone ? 'phone' : 'computer';
    const properties = project === undefined ? { page, device } : { page, device, project_id: project.plan.id };
    this.#stage.journal.event('Page View', account?.backerId ?? id, place, properties);
  }

  #pause({ random }: Visitor): number {
    return 4 * SECOND + Math.floor(Math.min(50 * random.exponential(), 110) * SECOND);
  }
}

const willing = ({ account, pledgesLeft, visit, decidesOn, draw, pledgeFactor }: Visitor): boolean =>
  account === undefined ? visit === decidesOn && draw < CONVERSION * pledgeFactor : pledgesLeft > 0;

function addressOf({ random, country, onPhone, home }: Visitor): string {
  if (random.chance(TRAVELLING)) return homeAddress(random, visitorCountries.at(random.unit()).code);
  return onPhone && random.chance(0.5) ? carrierAddress(random, country.code) : home;
}

/** Rewards have round prices; nobody gives a small project all that it asks for. */
const PRICES = [1, 5, 10, 15, 20, 25, 30, 35, 40, 50, 60, 75, 90, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1_000];

function amountFor({ random }: Visitor, { plan }: LiveProject): number {
  const wanted = Math.min(random.logNormal(76, 0.9), Math.max(10, plan.goalInDollars * 0.2));
  const price = PRICES.findLast((each) => each <= wanted) ?? 1;
  return roundAmount(price, plan.country.currency);
}

function payment({ random, device, country }: Visitor, ip: string, card: Card): Payment {
  const avs = random.unit();
  return {
    ip,
    device,
    card,
    billingCountry: country.code,
    cvc: random.chance(0.975) ? 'M' : 'N',
    avs: avs < 0.86 ? 'Y' : avs < 0.95 ? 'U' : 'N',
  };
}
