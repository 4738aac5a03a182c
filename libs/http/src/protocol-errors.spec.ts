import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerClientError, answerExpectation } from './protocol-errors.js';

describe('what is refused before there is a request', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer({ requestTimeout: 200, headersTimeout: 200, connectionsCheckingInterval: 50 }, (_, reply) =>
      reply.end('reached'),
    );
    server.on('clientError', answerClientError);
    server.on('checkExpectation', answerExpectation);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** Everything that the server says to these bytes until it ends the connection. */
  const say = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(answer));
    });

  it.each([
    [400, 'GARBAGE\r\n\r\n'],
    [400, 'GET / HTTP/1.1\r\nhost: x\r\nno colon\r\n\r\n'],
    [408, 'GET / HTTP/1.1\r\nhost: x\r\n'],
    [417, 'POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nexpect: the unexpected\r\ncontent-length: 0\r\n\r\n'],
    [431, `GET / HTTP/1.1\r\nhost: x\r\nlarge: ${'x'.repeat(20_000)}\r\n\r\n`],
  ])('is a problem with an id: %i', async (status, text) => {
    const answer = await say(text);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain('content-type: application/problem+json');
    const problem = JSON.parse(/\{.*\}/.exec(answer)?.[0] ?? '');
    expect(problem).toEqual({
      type: 'about:blank',
      title: expect.any(String),
      status,
      detail: expect.stringMatching(/\.$/),
      instance: /x-request-id: (\S+)/.exec(answer)?.[1],
    });
  });
});
