import { Visits } from './visits.js';
import type { Stage } from './visits.js';
import type { FraudPlan, PlannedPledge } from './fraud/workshop.js';
import { Journal } from './journal.js';
import { Market } from './market.js';
import type { LiveProject } from './market.js';
import { roundAmount, Rates } from './money.js';
import { countryOf, creatorOf, newVisitor } from './people.js';
import { Pledges } from './pledges.js';
import { momentOfDay } from './places.js';
import type { Plans } from './plans.js';
import type { ProjectPlan } from './project-plan.js';
import { streams, unitOf } from './random.js';
import type { SimulatedRecord } from './records.js';
import { arrivalsOf } from './arrivals.js';
import { Timeline } from './timeline.js';
import { Exposures } from './exposures.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** One telling of the company's history. It holds what lies ahead of active visitors and live projects, no more. */
export class History {
  readonly #plans: Plans;
  readonly #stage: Stage;
  readonly #visits: Visits;
  readonly #live = new Map<ProjectPlan, LiveProject>();

  constructor(plans: Plans) {
    const { seed, from, until, days, ids } = plans;
    const timeline = new Timeline(from, until);
    const journal = new Journal(timeline, ids, new Rates(seed, from, days));
    const pledges = new Pledges(seed, timeline, journal, ids);
    this.#plans = plans;
    this.#stage = {
      timeline,
      journal,
      market: new Market(),
      pledges,
      exposures: new Exposures(seed, journal, plans.experiments),
    };
    this.#visits = new Visits(this.#stage, ids);
  }

  /** Tasks, records and uncollected pledges held at this moment: what the memory of a pass is proportional to. */
  get held(): number {
    return this.#stage.timeline.held + this.#stage.pledges.held;
  }

  *records(): Generator<SimulatedRecord> {
    const { from, until, days, projects, fraud } = this.#plans;
    const { timeline, market } = this.#stage;
    for (let day = 0; day < days; day += 1) timeline.plan(from + day * DAY, () => this.#beginDay(day));
    for (let time = from; time < until; time += HOUR) timeline.plan(time, (now) => market.weigh(now));
    for (const plan of projects) timeline.plan(plan.launchedAt, () => this.#launch(plan));
    for (const plan of projects) this.#signUpCreator(plan);
    for (const scheme of fraud) this.#commit(scheme);
    yield* timeline.run();
  }

  #beginDay(day: number): void {
    const { seed, from, days, visitors, ids } = this.#plans;
    this.#stage.journal.rates(day);
    const { first, count } = arrivalsOf(visitors, days, day);
    for (let index = first; index < first + count; index += 1) {
      const { offset } = countryOf(seed, index);
      const [hour, minute] = [unitOf(seed, streams.arrival, 2 * index), unitOf(seed, streams.arrival, 2 * index + 1)];
      this.#stage.timeline.plan(from + day * DAY + momentOfDay(offset, hour, minute), (time) =>
        this.#visits.begin(newVisitor(seed, index, ids), time),
      );
    }
  }

  #signUpCreator(plan: ProjectPlan): void {
    const { account, ip } = creatorOf(this.#plans.seed, plan, this.#plans.from, this.#plans.ids);
    this.#stage.timeline.plan(account.createdAt, () => this.#stage.journal.signUp(account, ip));
  }

  #launch(plan: ProjectPlan): void {
    const { timeline, journal, market } = this.#stage;
    const project = market.open(plan);
    this.#live.set(plan, project);
    const { ip, device } = creatorOf(this.#plans.seed, plan, this.#plans.from, this.#plans.ids);
    const { id, category, goal, country, launchedAt: time, deadline } = plan;
    const properties = {
      project_id: id,
      device_id: device,
      category,
      goal,
      currency: country.currency,
      deadline: new Date(deadline).toISOString(),
    };
    journal.event('Project Launched', plan.creatorId, { time, ip }, properties);
    journal.project(project, 'live', time);
    timeline.plan(plan.canceledAt ?? deadline, (now) => this.#end(project, now));
  }

  #end(project: LiveProject, time: number): void {
    const { journal, market, pledges } = this.#stage;
    const { plan } = project;
    market.close(project);
    this.#live.delete(plan);
    if (plan.canceledAt !== undefined) {
      pledges.release(project);
      journal.project(project, 'canceled', time);
      return;
    }
    journal.project(project, pledges.settle(project, time) ? 'successful' : 'failed', time);
  }

  #commit({ accounts, pledges }: FraudPlan): void {
    const { timeline, journal } = this.#stage;
    for (const { account, ip } of accounts) timeline.plan(account.createdAt, () => journal.signUp(account, ip));
    for (const pledge of pledges) timeline.plan(pledge.time, () => this.#defraud(pledge));
  }

  #defraud({
    pledgeId,
    account,
    project: plan,
    dollars,
    time,
    payment,
    pageViews,
    declined,
    chargedBack,
  }: PlannedPledge): void {
    const project = this.#live.get(plan);
    if (project === undefined) return;
    const { journal, pledges } = this.#stage;
    for (let view = pageViews; view > 0; view -= 1) {
      const place = { time: time + view, ip: payment.ip };
      journal.event('Page View', account.backerId, place, { page: 'project', device: 'computer', project_id: plan.id });
    }
    pledges.make({
      pledgeId,
      account,
      project,
      payment,
      pageViews,
      amount: roundAmount(dollars, plan.country.currency),
      time: time + 20,
      cardLater: false,
      uncharged: 0.03,
      fraud: chargedBack,
      ...(declined ? { declined: 'stolen_card' } : {}),
    });
  }
}
