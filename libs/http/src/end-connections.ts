import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** How long a server that closes waits for the rest of a request that has begun, and for the longest answer. */
const patience = { requestMs: 3_000, answerMs: 30_000 } as const;

/**
 * Ends, on a server that closes, the connections that Node would wait for. Clients connect ahead of need: browsers do, and
 * undici after a request that was given up; such a connection ends at once. Whoever does not send the rest of a request
 * is no longer waited for after a while: Node's own limit for it is no longer looked at. What was received is answered.
 */
export function endConnections(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const { server } = fastify;
  const sockets = new Set<Socket>();
  const unused = new Set<Socket>();
  const asked = new Map<Socket, IncomingMessage>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    unused.add(socket);
    socket.once('close', () => [sockets, unused].forEach((set) => set.delete(socket)));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    unused.delete(socket);
    asked.set(socket, request);
    response.once('close', () => asked.delete(socket));
  });
  const endUnfinished = (): void => {
    for (const socket of sockets) if (asked.get(socket)?.complete !== true) socket.destroy();
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
