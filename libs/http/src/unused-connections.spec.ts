import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { createHttpService } from './service.js';
import { HttpModule } from './http.module.js';

@Module({ imports: [HttpModule] })
class Nothing {}

it('a server that closes does not wait for the first request of a connection', async () => {
  const app = await createHttpService(Nothing, {
    title: 'Test',
    limits: { bodyBytes: 1_000, batchBytes: 1_000 },
    logLevel: 'fatal',
    trustProxy: false,
    quiet: true,
  });
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer();
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'connection');
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk: Buffer) => (said += chunk.toString())).on('error', () => undefined);
  await accepted;
  const closed = once(socket, 'close');
  await app.close();
  await closed;
  // Node's own end of such a connection, a minute later, is a refusal: 408.
  expect(said).toBe('');
});
