import type { ProjectPlan } from './project-plan.js';
import type { Random } from './random.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A project that takes pledges, with what it has by now. */
export interface LiveProject {
  readonly plan: ProjectPlan;
  /** Minor units of its currency. */
  pledged: number;
  /** Dollars, minor units. */
  basePledged: number;
  backers: number;
  open: boolean;
}

/**
 * Where the crowd's pledges go. A project draws pledges in proportion to what it still lacks of its target, the
 * more urgently the nearer its deadline, with a burst of early friends; so most end near what the listing's shapes
 * meant for them, and by how much they miss it is left to chance.
 */
export class Market {
  readonly #live = new Set<LiveProject>();
  #order: readonly LiveProject[] = [];
  #cumulative = new Float64Array(0);

  open(plan: ProjectPlan): LiveProject {
    const project: LiveProject = { plan, pledged: 0, basePledged: 0, backers: 0, open: true };
    this.#live.add(project);
    return project;
  }

  close(project: LiveProject): void {
    project.open = false;
    this.#live.delete(project);
  }

  /** Weighs the live projects anew: to be called every hour. */
  weigh(now: number): void {
    this.#order = [...this.#live];
    this.#cumulative = new Float64Array(this.#order.length);
    let sum = 0;
    for (const [index, project] of this.#order.entries()) {
      sum += weight(project, now);
      this.#cumulative[index] = sum;
    }
  }

  /** A project to look at; undefined while there is none. */
  browse(random: Random): LiveProject | undefined {
    return this.#order[random.below(this.#order.length)];
  }

  /** A project to back at `time`; undefined if none is found that will still be open then. */
  choose(random: Random, time: number): LiveProject | undefined {
    const total = this.#cumulative.at(-1) ?? 0;
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const project = this.#order[this.#placeOf(random.unit() * total)];
      if (project?.open === true && time < (project.plan.canceledAt ?? project.plan.deadline)) return project;
    }
    return undefined;
  }

  #placeOf(value: number): number {
    let [low, high] = [0, this.#cumulative.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#cumulative[middle] ?? 0) > value) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function weight({ plan, basePledged }: LiveProject, now: number): number {
  const left = Math.max(plan.deadline - now, 6 * HOUR) / DAY;
  const lacking = Math.max(plan.target - basePledged / 100, plan.target * 0.01);
  const freshness = 1 + 1.5 * Math.exp(-(now - plan.launchedAt) / (2 * DAY));
  return (lacking / left) * freshness;
}
