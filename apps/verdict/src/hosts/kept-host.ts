import { startHost, type Host, type HostName } from './host.js';

const pauseMs = 1_000;

/** A host that is started again, at the same port, whenever it ends without having been asked to: by a crash, a full disk. */
export class KeptHost {
  private stopping = false;
  private told = '';
  private revival: Promise<void> = Promise.resolve();

  private constructor(
    private readonly name: HostName,
    private readonly options: { readonly port: number },
    private readonly tell: (sentence: string) => void,
    private host: Host,
  ) {}

  /** @throws PlainError when it does not start the first time. */
  static async start(
    name: HostName,
    options: { readonly port: number },
    tell: (sentence: string) => void,
  ): Promise<KeptHost> {
    const kept = new KeptHost(name, options, tell, await startHost(name, options));
    kept.watch();
    return kept;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.revival;
    await this.host.stop();
  }

  private watch(): void {
    this.host.onLost(() => {
      this.revival = this.revive();
    });
  }

  private async revive(): Promise<void> {
    this.say(`The embedded ${this.name} has ended and is started again.`);
    while (!this.stopping)
      try {
        this.host = await startHost(this.name, this.options);
        this.watch();
        return this.say(`The embedded ${this.name} is back.`);
      } catch (error) {
        this.say(`The embedded ${this.name} is away: ${error instanceof Error ? error.message : String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
  }

  /** Once, while nothing else is to be said. */
  private say(sentence: string): void {
    if (sentence !== this.told) this.tell(sentence);
    this.told = sentence;
  }
}
