import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What a busy Elasticsearch does with a bulk: takes it, or has no room for it, or for every second document of it. */
export type Room = 'all' | 'none' | 'half';

const full = { status: 429, error: { type: 'es_rejected_execution_exception', reason: 'no room' } };

/** A front of a real Elasticsearch that has as much room as a test says, bulk by bulk. */
export class BusyServer {
  /** For each bulk in its turn; the last one holds for all that follow. */
  room: Room[] = ['all'];
  /** How many documents each bulk had, in the order in which they came. */
  readonly bulks: number[] = [];
  /** The most bulks that were under way at once, and the bytes of the largest one. */
  mostAtOnce = 0;
  largestBytes = 0;
  private atOnce = 0;
  private readonly server = createServer((request, response) => void this.answer(request, response));

  constructor(private readonly target: string) {}

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The front has no port.');
    return `http://127.0.0.1:${address.port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    const body = await text(request);
    if ((request.url ?? '').startsWith('/_bulk')) await this.bulk(request, body, response);
    else await this.pass(request, body, response);
    this.atOnce--;
  }

  private async bulk(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const lines = body.trimEnd().split('\n');
    this.bulks.push(lines.length / 2);
    this.largestBytes = Math.max(this.largestBytes, body.length);
    const room = this.room.length > 1 ? this.room.shift() : this.room[0];
    if (room === 'none') send(response, 429, { error: full.error, status: 429 });
    else if (room === 'half') await this.half(request, lines, response);
    else await this.pass(request, body, response);
  }

  private async half(request: IncomingMessage, lines: readonly string[], response: ServerResponse): Promise<void> {
    const taken = lines.filter((_, index) => Math.floor(index / 2) % 2 === 0);
    const real = await this.ask(request, `${taken.join('\n')}\n`);
    const { items } = JSON.parse(real.body) as { items: unknown[] };
    const all = Array.from({ length: lines.length / 2 }, (_, index) =>
      index % 2 === 0 ? items[index / 2] : { create: full },
    );
    send(response, 200, { errors: true, items: all });
  }

  private async pass(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const real = await this.ask(request, body);
    response.writeHead(real.status, { 'content-type': real.type, ...product }).end(real.body);
  }

  private async ask(
    { method = 'GET', url = '/', headers }: IncomingMessage,
    body: string,
  ): Promise<{ readonly status: number; readonly type: string; readonly body: string }> {
    const sent = { 'content-type': headers['content-type'] ?? 'application/json', accept: headers.accept ?? '*/*' };
    const answer = await fetch(new URL(url, this.target), { method, headers: sent, ...(body === '' ? {} : { body }) });
    return {
      status: answer.status,
      type: answer.headers.get('content-type') ?? 'application/json',
      body: await answer.text(),
    };
  }
}

/** A client of Elasticsearch looks for it in each answer. */
const product = { 'x-elastic-product': 'Elasticsearch' };

const send = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json', ...product }).end(JSON.stringify(body));

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
