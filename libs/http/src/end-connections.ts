import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** How long a server that closes waits for the rest of a request that has begun, and for the longest answer. */
const patience = { requestMs: 3_000, answerMs: 30_000 } as const;

/**
 * Ends, on a server that closes, the connections that Node would wait for. Clients connect ahead of need: browsers do, and
 * undici after a request that was given up; such a connection ends at once. Whoever does not send the rest of a request
 * is no longer waited for after a while: Node's own limit for it is no longer looked at. What was received whole is answered,
 * also where the client asked on without waiting.
 */
export function endConnections(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const { server } = fastify;
  const unused = new Set<Socket>();
  /** Requests without an answer: of a client that pipelines, several. */
  const asked = new Map<Socket, Set<IncomingMessage>>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    asked.set(socket, new Set());
    socket.once('close', () => [unused, asked].forEach((known) => known.delete(socket)));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    unused.delete(socket);
    const open = asked.get(socket);
    open?.add(request);
    response.once('close', () => open?.delete(request));
  });
  const endUnfinished = (): void => {
    for (const [socket, open] of asked) if (![...open].some(({ complete }) => complete)) socket.destroy();
  };
  fastify.addHook('preClose', (done) => {
    for (const socket of unused) socket.destroy();
    const timers = [
      setInterval(endUnfinished, patience.requestMs).unref(),
      setTimeout(() => server.closeAllConnections(), patience.answerMs).unref(),
    ];
    server.once('close', () => timers.forEach(clearTimeout));
    done();
  });
}
