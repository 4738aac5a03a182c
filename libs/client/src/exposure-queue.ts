import { isPassing, post } from './request.js';

export interface Exposure {
  readonly experiment: string;
  readonly variant: string;
  readonly unit: { readonly type: string; readonly id: string };
  readonly time: string;
}

export interface QueueOptions {
  readonly url: string;
  readonly key: string;
  readonly onError: (error: Error) => void;
}

/** The server judges each exposure by itself. */
interface Answer {
  readonly refused: readonly { readonly field: string; readonly rule: string }[];
}

/** A browser has it, a server has not. */
interface Page {
  addEventListener?(event: 'pagehide', listener: () => void): void;
}

const pauseMs = 1_000;
const patienceMs = 30_000;
const batch = 100;
/** Beyond it the oldest go: a page that is offline for a day must not fill the memory. */
const most = 1_000;

/** Reports exposures some at a time, each unit and experiment once, and again until the server has them. */
export class ExposureQueue {
  private waiting: Exposure[] = [];
  private readonly seen = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending: Promise<void> | undefined;

  constructor(private readonly options: QueueOptions) {
    (globalThis as Page).addEventListener?.('pagehide', () => void this.flush());
  }

  add(exposure: Exposure): void {
    const { experiment, unit } = exposure;
    const name = JSON.stringify([experiment, unit.type, unit.id]);
    if (this.seen.has(name)) return;
    if (this.seen.size >= most) this.seen.clear();
    this.seen.add(name);
    this.waiting.push(exposure);
    if (this.waiting.length > most) this.waiting.shift();
    this.timer ??= setTimeout(() => void this.flush(), pauseMs);
  }

  /** Resolves when what waits has been sent, or cannot be sent now; then it waits on. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sending ??= this.send().finally(() => (this.sending = undefined));
    return this.sending;
  }

  private async send(): Promise<void> {
    while (this.waiting.length > 0) {
      const exposures = this.waiting.slice(0, batch);
      let answer: Answer | undefined;
      try {
        const { url, key } = this.options;
        // The page may go away meanwhile, also while what was sent before is under way.
        answer = await post({
          url: `${url}/v1/exposures`,
          key,
          body: { exposures },
          timeoutMs: patienceMs,
          keepalive: true,
        });
      } catch (error) {
        this.options.onError(error as Error);
        // What the server refuses for good would be refused again.
        if (isPassing(error)) return void (this.timer ??= setTimeout(() => void this.flush(), patienceMs));
      }
      this.waiting = this.waiting.filter((one) => !exposures.includes(one));
      this.tell(answer?.refused ?? [], exposures.length);
    }
  }

  private tell(refused: Answer['refused'], sent: number): void {
    if (refused.length === 0) return;
    const rules = new Set(refused.map(({ field, rule }) => `${field} ${rule}`));
    this.options.onError(new Error(`${refused.length} of ${sent} exposures refused: ${[...rules].join(', ')}`));
  }
}
