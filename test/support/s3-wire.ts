import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What happens to one request on its way: nothing, turned away by a busy server, held for ever, cut after so many bytes. */
type Fault = 'none' | 'slow down' | 'hold' | { readonly cutRequestAfter: number } | { readonly cutAnswerAfter: number };

const slowDown = '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Reduce your rate.</Message></Error>';

/** A wire to an HTTP server, on which a test orders faults. */
export class FaultyWire {
  /** Still to come: one request takes one of them, in the order of their coming. */
  readonly faults: Fault[] = [];
  /** Requests so far, the faulty ones too: `PUT /bucket/name`. */
  readonly requests: string[] = [];
  /** Bytes of bodies that requests brought. */
  received = 0;
  private readonly server: Server;

  private constructor(private readonly target: string) {
    this.server = createServer((incoming, answer) => this.take(incoming, answer));
  }

  static async to(target: string): Promise<FaultyWire> {
    const wire = new FaultyWire(target);
    await new Promise<void>((resolve) => wire.server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get endpoint(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The wire has no port.');
    return `http://127.0.0.1:${address.port}`;
  }

  /** What decides when no fault is still to come. */
  decide: (request: string) => Fault = () => 'none';

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(incoming: IncomingMessage, answer: ServerResponse): void {
    const asked = `${incoming.method} ${new URL(incoming.url ?? '', this.target).pathname}`;
    this.requests.push(asked);
    incoming.on('data', (chunk: Buffer) => (this.received += chunk.length));
    const fault = this.faults.shift() ?? this.decide(asked);
    if (fault === 'slow down') {
      incoming.resume();
      answer.writeHead(503, { 'content-type': 'application/xml' }).end(slowDown);
    } else if (fault !== 'hold') this.pass(incoming, answer, fault);
  }

  /** The headers go through as they came, the host with them: it is part of what was signed. */
  private pass(incoming: IncomingMessage, answer: ServerResponse, fault: Exclude<Fault, 'slow down' | 'hold'>): void {
    const { method, url, headers } = incoming;
    const { hostname, port } = new URL(this.target);
    const onward = request({ hostname, port, method, path: url, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      if (fault !== 'none' && 'cutAnswerAfter' in fault) cut(reply, fault.cutAnswerAfter, () => answer.destroy());
      reply.on('error', () => answer.destroy());
      reply.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.on('error', () => onward.destroy());
    if (fault !== 'none' && 'cutRequestAfter' in fault)
      cut(incoming, fault.cutRequestAfter, () => {
        onward.destroy();
        answer.destroy();
      });
    incoming.pipe(onward);
  }
}

function cut(stream: IncomingMessage, after: number, end: () => void): void {
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes >= after) end();
  });
}
