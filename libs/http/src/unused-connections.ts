import type { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Clients connect ahead of need: browsers do, and undici after a request that was given up. On a server that closes, Node
 * waits a minute for the first request of such a connection, which it does not count as idle; here they end at once.
 */
export function endUnusedConnections(app: NestFastifyApplication): void {
  const unused = new Set<Socket>();
  const fastify = app.getHttpAdapter().getInstance();
  fastify.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  fastify.server.on('request', ({ socket }: { readonly socket: Socket }) => unused.delete(socket));
  fastify.addHook('preClose', (done) => {
    for (const socket of unused) socket.destroy();
    done();
  });
}
