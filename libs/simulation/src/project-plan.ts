import { CREATORS } from './identifiers.js';
import type { Identifiers } from './identifiers.js';
import { roundAmount } from './money.js';
import { projectCountries } from './places.js';
import type { Country } from './places.js';
import * as shape from './project-shape.js';
import { Random, streams } from './random.js';
import type { Scale } from './scale.js';
import { chooseSuccesses, successTarget } from './success-odds.js';
import type { Candidate } from './success-odds.js';
import { quantileOf, Weighted } from './weighted.js';
import { projectName } from './words.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Share of the projects with which the company opens. */
const OPENING_SHARE = 0.12;
/** Of the crowd's money, what goes to projects that will not reach their goal (in the listing 7 %, 13 % in 2014). */
const FAILURE_MONEY = 0.13;
/** A visitor brings so much on average: 2/9 pledges of 90 dollars. */
const DOLLARS_A_VISITOR = 19;

/** A project as it is meant to go; what becomes of it is decided by the pledges that it gets. */
export interface ProjectPlan {
  readonly index: number;
  readonly id: string;
  readonly creatorId: string;
  readonly name: string;
  readonly category: string;
  readonly country: Country;
  /** Minor units of the country's currency. */
  readonly goal: number;
  readonly launchedAt: number;
  readonly deadline: number;
  readonly canceledAt: number | undefined;
  readonly intended: 'successful' | 'failed' | 'canceled';
  /** Dollars that the crowd is meant to bring by the deadline. */
  readonly target: number;
  readonly goalInDollars: number;
}

export interface Period {
  readonly from: number;
  readonly until: number;
}

const categoryDraw = new Weighted(shape.categories, ({ share }) => share);
const durationDraw = new Weighted(shape.durationShares, ([, share]) => share);
const weekdayShare = (time: number): number => shape.launchesByWeekday[(new Date(time).getUTCDay() + 6) % 7] ?? 0;
const hourShare = (time: number): number => shape.launchesByHour[new Date(time).getUTCHours()] ?? 0;
const busiest = Math.max(...shape.launchesByWeekday) * Math.max(...shape.launchesByHour);

/** All projects of the history in order of launch. */
export function planProjects(seed: number, scale: Scale, period: Period, ids: Identifiers): ProjectPlan[] {
  const money = scale.visitors * DOLLARS_A_VISITOR;
  const drafts = Array.from({ length: scale.projects }, (_, index) => draft(seed, index, scale.projects, period));
  const { chosen, overshoot } = chooseSuccesses(drafts, money * (1 - FAILURE_MONEY));
  const wasted = drafts.reduce((sum, { goal, failureRatio, part }, index) => {
    return chosen[index] === true ? sum : sum + goal * failureRatio * part;
  }, 0);
  const damping = Math.min(1, (money * FAILURE_MONEY) / wasted);
  return drafts
    .map((each, index) => {
      const successful = chosen[index] === true;
      const target = successful ? successTarget(each, overshoot) : each.goal * each.failureRatio * damping;
      return finish(each, index, { successful, target }, ids);
    })
    .sort((left, right) => left.launchedAt - right.launchedAt || left.index - right.index);
}

/** A project before it is decided whether it is meant to succeed. */
interface Draft extends Candidate {
  readonly country: Country;
  readonly category: string;
  readonly name: string;
  readonly launchedAt: number;
  readonly deadline: number;
  readonly failureRatio: number;
  /** Of [0, 1): whether the creator calls it off, if it does not succeed, and after which part of its life. */
  readonly calledOff: number;
  readonly calledOffAfter: number;
}

function draft(seed: number, index: number, count: number, period: Period): Draft {
  const random = new Random(seed, streams.project, index);
  const country = projectCountries.at(random.unit());
  const category = categoryDraw.at(random.unit());
  const wanted = heaped(random, quantileOf(shape.goalKnots, random.unit()));
  const launchedAt = launchTime(random, index < count * OPENING_SHARE, period);
  const deadline = launchedAt + durationDraw.at(random.unit())[0] * DAY;
  const part = (Math.min(deadline, period.until) - launchedAt) / (deadline - launchedAt);
  return {
    country,
    category: category.name,
    categorySuccess: category.success,
    goal: wanted,
    launchedAt,
    deadline,
    part,
    draw: random.unit(),
    calledOff: random.unit(),
    calledOffAfter: random.between(0.2, 0.9),
    successRatio: quantileOf(shape.successRatioKnots, random.unit()),
    failureRatio: quantileOf(shape.failureRatioKnots, random.unit()),
    name: projectName(random, category.name),
  };
}

/** People ask for round sums: most goals have one digit that is not zero, nearly all the others two. */
function heaped(random: Random, dollars: number): number {
  const digits = random.chance(0.6) ? 1 : 2;
  return Number(dollars.toPrecision(digits));
}

function launchTime(random: Random, opening: boolean, { from, until }: Period): number {
  if (opening) return from + Math.floor(random.between(0.1, 5) * HOUR);
  for (;;) {
    const time = from + Math.floor(random.unit() * (until - from));
    if (random.chance((weekdayShare(time) * hourShare(time)) / busiest)) return time;
  }
}

interface Fate {
  readonly successful: boolean;
  readonly target: number;
}

/** Of the projects that are not meant to succeed, the share that is called off. */
const CALLED_OFF = shape.CANCELED_SHARE / (1 - shape.SUCCESS_SHARE * (1 - shape.CANCELED_SHARE));

function finish(draft: Draft, index: number, { successful, target }: Fate, ids: Identifiers): ProjectPlan {
  const { country, launchedAt, deadline, goal } = draft;
  const canceled = !successful && draft.calledOff < CALLED_OFF;
  return {
    index,
    id: ids.project(index),
    creatorId: ids.backer(CREATORS + index),
    name: draft.name,
    category: draft.category,
    country,
    goal: roundAmount(goal, country.currency),
    launchedAt,
    deadline,
    canceledAt: canceled ? Math.floor(launchedAt + draft.calledOffAfter * (deadline - launchedAt)) : undefined,
    intended: successful ? 'successful' : canceled ? 'canceled' : 'failed',
    target,
    goalInDollars: goal,
  };
}
