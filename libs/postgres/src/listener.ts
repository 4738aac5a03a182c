import pg from 'pg';

/**
 * Listens to one NOTIFY channel on a connection of its own, for ever: a lost connection is made again after a pause,
 * and `onConnect` runs after each (re)connection, because what was notified in between is lost.
 */
export class Listener {
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly channel: string,
    private readonly handlers: { readonly onNotify: (payload: string) => void; readonly onConnect: () => void },
    private readonly pauseMs = 500,
  ) {}

  /** Never throws: with the server away it goes on trying. */
  async start(): Promise<void> {
    if (this.closed) return;
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'verdict-listen',
      connectionTimeoutMillis: 3_000,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', (message) => this.handlers.onNotify(message.payload ?? ''));
    client.on('error', () => this.retry(client));
    client.on('end', () => this.retry(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${client.escapeIdentifier(this.channel)}`);
      this.handlers.onConnect();
    } catch {
      this.retry(client);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private retry(client: pg.Client): void {
    if (this.closed || this.client !== client) return;
    this.client = undefined;
    client.end().catch(() => undefined);
    this.timer = setTimeout(() => void this.start(), this.pauseMs);
  }
}
