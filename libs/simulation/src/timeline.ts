import type { SimulatedRecord } from './records.js';

const HOUR = 3_600_000;

interface Task {
  readonly time: number;
  readonly run: (time: number) => void;
}

const byTime = (left: { time: number }, right: { time: number }): number => left.time - right.time;

/**
 * The company's clock. Tasks run in order of their times and may plan further tasks and tell records, at their own
 * time or later; the records come out in order of time. Held are only the tasks and records that lie ahead: an hour
 * of the history is forgotten once it is told. What lies at or after the end never happens.
 */
export class Timeline {
  readonly #tasks: (Task[] | undefined)[] = [];
  readonly #records: (SimulatedRecord[] | undefined)[] = [];
  #hour = -1;
  #next = 0;
  #held = 0;

  constructor(
    readonly from: number,
    readonly until: number,
  ) {}

  /** Tasks and records that lie ahead: the memory that a pass needs is proportional to it. */
  get held(): number {
    return this.#held;
  }

  plan(time: number, run: (time: number) => void): void {
    if (time >= this.until) return;
    const hour = this.#hourOf(time);
    if (hour < this.#hour) throw new RangeError('A task cannot be planned for an hour that has passed.');
    this.#held += 1;
    const tasks = (this.#tasks[hour] ??= []);
    if (hour > this.#hour) {
      tasks.push({ time, run });
      return;
    }
    let place = tasks.length;
    while (place > this.#next && (tasks[place - 1]?.time ?? 0) > time) place -= 1;
    tasks.splice(place, 0, { time, run });
  }

  tell(record: SimulatedRecord): void {
    if (record.time >= this.until) return;
    const hour = this.#hourOf(record.time);
    if (hour < this.#hour) throw new RangeError('A record cannot be told of an hour that has passed.');
    this.#held += 1;
    (this.#records[hour] ??= []).push(record);
  }

  *run(): Generator<SimulatedRecord> {
    const hours = Math.ceil((this.until - this.from) / HOUR);
    for (this.#hour = 0; this.#hour < hours; this.#hour += 1) {
      this.#runTasks(this.#hour);
      const records = (this.#records[this.#hour] ?? []).sort(byTime);
      this.#records[this.#hour] = undefined;
      this.#held -= records.length;
      yield* records;
    }
  }

  #runTasks(hour: number): void {
    const tasks = (this.#tasks[hour] ??= []).sort(byTime);
    for (this.#next = 0; this.#next < tasks.length;) {
      const task = tasks[this.#next];
      this.#next += 1;
      this.#held -= 1;
      task?.run(task.time);
    }
    this.#tasks[hour] = undefined;
    this.#next = 0;
  }

  #hourOf(time: number): number {
    return Math.max(0, Math.floor((time - this.from) / HOUR));
  }
}
