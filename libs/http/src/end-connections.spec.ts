import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Controller, Module, Post } from '@nestjs/common';
import { Public } from './decorators.js';
import { createHttpService, type HttpService } from './service.js';
import { HttpModule } from './http.module.js';

@Public()
@Controller()
class Slow {
  /** Longer than the rest of a request is waited for. */
  @Post('slow')
  async slow(): Promise<string> {
    await pause(4_000);
    return 'answered';
  }

  /** Shorter. */
  @Post('soon')
  async soon(): Promise<string> {
    await pause(1_000);
    return 'answered';
  }
}

@Module({ imports: [HttpModule], controllers: [Slow] })
class Nothing {}

async function serve(): Promise<HttpService> {
  const app = await createHttpService(Nothing, {
    title: 'Test',
    limits: { bodyBytes: 1_000, batchBytes: 1_000 },
    logLevel: 'fatal',
    trustProxy: false,
    quiet: true,
  });
  await app.listen(0, '127.0.0.1');
  return app;
}

it('a server that closes does not wait for the first request of a connection', async () => {
  const app = await serve();
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

it.each([
  ['of a body', 'POST /slow HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a'],
  ['of the headers', 'POST /slow HTTP/1.1\r\nHost:'],
])('a server that closes does not wait for the rest %s that never comes, and answers what it has', async (_, begun) => {
  const app = await serve();
  const server = app.getHttpServer();
  const { port } = server.address() as AddressInfo;
  const arrived = once(server, 'request');
  const answer = fetch(`http://127.0.0.1:${port}/slow`, { method: 'POST' }).then((response) => response.text());
  await arrived;
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  // What was asked before makes the connection a used one.
  socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'data');
  socket.write(begun);
  await pause(100);
  const ended = once(socket, 'close');
  await Promise.all([app.close(), ended]);
  expect(await answer).toBe('answered');
});

it.each([
  ['the last of them', 'POST /soon HTTP/1.1\r\nHost: x\r\n\r\nPOST /slow HTTP/1.1\r\nHost: x\r\n\r\n', 2],
  [
    'the one before one that never ends',
    'POST /slow HTTP/1.1\r\nHost: x\r\n\r\n' +
      'POST /soon HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a',
    1,
  ],
])('a server that closes answers all that was asked without waiting for answers: %s', async (_, asked, answers) => {
  const app = await serve();
  const server = app.getHttpServer();
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  let said = '';
  socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
  let arrived = 0;
  const both = new Promise<void>((resolve) =>
    server.on('request', () => {
      arrived += 1;
      if (arrived === 2) resolve();
    }),
  );
  const ended = once(socket, 'close');
  socket.write(asked);
  await both;
  await Promise.all([app.close(), ended]);
  expect(said.split('\r\n\r\nanswered')).toHaveLength(answers + 1);
  expect(said.match(/HTTP\/1\.1 201/g)).toHaveLength(answers);
});
