import { homeAddress } from './addresses.js';
import { CREATORS } from './identifiers.js';
import type { Identifiers } from './identifiers.js';
import { countries, visitorCountries } from './places.js';
import type { Country } from './places.js';
import type { ProjectPlan } from './project-plan.js';
import { Random, streams, unitOf } from './random.js';
import { emailAddress } from './words.js';

const DAY = 86_400_000;

/** Somebody with a login. */
export interface Account {
  readonly backerId: string;
  readonly visitorId: string;
  readonly country: string;
  readonly email: string;
  readonly createdAt: number;
}

export interface Card {
  readonly fingerprint: string;
  readonly country: string;
  readonly funding: 'credit' | 'debit' | 'prepaid';
  readonly bin: string;
}

/** A browser that visits, and what its owner has done so far. */
export interface Visitor {
  readonly index: number;
  readonly id: string;
  readonly random: Random;
  readonly country: Country;
  readonly home: string;
  readonly device: string;
  readonly onPhone: boolean;
  /** She pledges if this is below her chance at the visit on which she makes up her mind. */
  readonly draw: number;
  readonly decidesOn: number;
  readonly visits: number;
  visit: number;
  /** Experiments that she has met, one bit each. */
  met: number;
  /** What they made of her chance to pledge, and of the chance that her card cannot be charged. */
  pledgeFactor: number;
  uncharged: number;
  cardLater: boolean;
  account: Account | undefined;
  card: Card | undefined;
  pledgesLeft: number;
}

/** A household's members share a line: one address, one country. */
const SHARED_HOUSEHOLDS = 0.2;
/** Issuers a country has; each has one range of card numbers. */
const ISSUERS = 12;

export function newCard(random: Random, fingerprint: string, country: string): Card {
  const kind = random.unit();
  const funding = kind < 0.54 ? 'credit' : kind < 0.93 ? 'debit' : 'prepaid';
  const place = countries.findIndex(({ code }) => code === country) * ISSUERS + random.below(ISSUERS);
  return { fingerprint, country, funding, bin: `${4 + (place % 2)}${String(10_007 + place * 257).slice(-5)}` };
}

/** Whose line a visitor's browser is on: a number that two of a household share. */
function householdOf(seed: number, index: number): number {
  const pair = index >>> 1;
  return unitOf(seed, streams.sharedHousehold, pair) < SHARED_HOUSEHOLDS ? pair : CREATORS + index;
}

/** Known before the visitor is there, so that nobody needs to be held who has not come yet. */
export const countryOf = (seed: number, index: number): Country =>
  visitorCountries.at(unitOf(seed, streams.household, householdOf(seed, index)));

/** Visitor number `index`. */
export function newVisitor(seed: number, index: number, ids: Identifiers): Visitor {
  const country = countryOf(seed, index);
  const home = homeAddress(new Random(seed, streams.household, householdOf(seed, index)), country.code);
  const random = new Random(seed, streams.visitor, index);
  const visits = 1 + random.geometric(0.68);
  return {
    index,
    id: ids.visitor(index),
    random,
    country,
    home,
    device: ids.device(index),
    onPhone: random.chance(0.4),
    draw: random.unit(),
    decidesOn: 1 + random.below(visits),
    visits,
    visit: 0,
    met: 0,
    pledgeFactor: 1,
    uncharged: 0,
    cardLater: false,
    account: undefined,
    card: undefined,
    pledgesLeft: 0,
  };
}

/** A creator's own login, card, device and line. */
export interface Creator {
  readonly account: Account;
  readonly device: string;
  readonly ip: string;
  readonly card: Card;
}

export function creatorOf(seed: number, plan: ProjectPlan, from: number, ids: Identifiers): Creator {
  const random = new Random(seed, streams.creator, plan.index);
  const country = plan.country.code;
  const counter = CREATORS + plan.index;
  const createdAt = Math.max(from, plan.launchedAt - Math.floor(random.between(0.01, 6) * DAY));
  const email = emailAddress(random, plan.creatorId);
  return {
    account: { backerId: plan.creatorId, visitorId: ids.visitor(counter), country, email, createdAt },
    device: ids.device(counter),
    ip: homeAddress(random, country),
    card: newCard(random, ids.card(counter), country),
  };
}
