import { request as ask, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Module, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Rules } from './decorators.js';
import { HttpModule } from './http.module.js';
import { Metrics } from './metrics.js';
import { PlainRequest } from './plain-exchange.js';
import { createHttpService, type HttpService } from './service.js';

interface Answer {
  readonly plain: boolean;
  readonly ip: string;
  readonly host: string;
  readonly protocol: string;
  readonly body: unknown;
}

@Controller()
class PlaceController {
  @Post('place')
  @Rules({ direct: true, bodyLimit: 2_000 })
  fixed(@Req() request: FastifyRequest, @Body() body: unknown): Answer {
    const { ip, host, protocol } = request;
    return { plain: request instanceof PlainRequest, ip, host, protocol, body };
  }

  @Post('place/elsewhere')
  elsewhere(): object {
    return { elsewhere: true };
  }

  @Post('place/:part')
  @Rules({ direct: true })
  parted(@Req() request: FastifyRequest, @Body() body: unknown): Answer {
    return this.fixed(request, body);
  }

  @Post('slow')
  @Rules({ direct: true })
  slow(): Promise<object> {
    return new Promise((resolve) => setTimeout(resolve, 200, { late: true }));
  }
}

@Module({ imports: [HttpModule], controllers: [PlaceController] })
class PlaceModule {}

const started = async (trustProxy: boolean): Promise<HttpService> => {
  const app = await createHttpService(PlaceModule, {
    title: 'Test',
    limits: { bodyBytes: 1_000, batchBytes: 4_000 },
    logLevel: 'fatal',
    trustProxy,
    quiet: true,
  });
  await app.listen(0, '127.0.0.1');
  return app;
};

const plain = { 'content-type': 'application/json' };

/** With just these headers; a length unless it is sent in chunks. */
async function post(
  app: HttpService,
  path: string,
  body: string | Buffer = '{"a":1}',
  headers: OutgoingHttpHeaders = plain,
): Promise<{ readonly status: number | undefined; readonly answer: Answer }> {
  const { port } = app.getHttpServer().address() as { port: number };
  const length = headers['transfer-encoding'] === undefined ? { 'content-length': Buffer.byteLength(body) } : {};
  return new Promise((resolve, reject) => {
    const sent = ask(
      { host: '127.0.0.1', port, path, method: 'POST', headers: { ...length, ...headers } },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode, answer: JSON.parse(text) }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('a plain request', () => {
  let app: HttpService;
  let proxied: HttpService;
  beforeAll(async () => {
    [app, proxied] = await Promise.all([started(false), started(true)]);
  });
  afterAll(() => Promise.all([app.close(), proxied.close()]));

  it.each([
    ['to a fixed path', '/place', plain],
    ['with a part of its path', '/place/x-1.y_z~', plain],
    ['with its charset', '/place', { 'content-type': 'application/json; charset=utf-8' }],
    ['with an id and a key', '/place', { ...plain, 'x-request-id': 'known-one', authorization: 'Bearer x' }],
  ])('is answered without the framework: %s', async (_, path, headers) => {
    const { status, answer } = await post(app, path, '{"a":1}', headers);
    expect([status, answer.plain, answer.body]).toEqual([201, true, { a: 1 }]);
  });

  const gzipped = gzipSync('{"a":1}');
  it.each([
    ['a query', '/place?a=1', '{"a":1}', plain],
    ['an encoded part', '/place/a%20b', '{"a":1}', plain],
    ['an empty part', '/place/', '{"a":1}', plain],
    ['a cookie', '/place', '{"a":1}', { ...plain, cookie: 'a=b' }],
    ['an origin', '/place', '{"a":1}', { ...plain, origin: 'https://shop.example' }],
    ['a trace', '/place', '{"a":1}', { ...plain, traceparent: '00-1-1-00' }],
    ['an encoding', '/place', gzipped, { ...plain, 'content-encoding': 'gzip' }],
    ['chunks', '/place', '{"a":1}', { ...plain, 'transfer-encoding': 'chunked' }],
    ['another type of content', '/place', 'a=1', { 'content-type': 'text/plain' }],
    ['no body', '/place', '', plain],
    ['a body beyond the limit', '/place', JSON.stringify('x'.repeat(2_000)), plain],
  ])('is none, and the framework’s, with %s', async (_, path, body, headers) => {
    expect((await post(app, path, body, headers)).answer.plain).not.toBe(true);
  });

  it('leaves a route alone that has a path of its own beside it', async () => {
    expect((await post(app, '/place/elsewhere')).answer).toEqual({ elsewhere: true });
  });

  it('takes what its route takes', async () => {
    const body = JSON.stringify('x'.repeat(1_500));
    expect((await post(app, '/place', body)).status).toBe(201);
    expect((await post(app, '/place/x', body)).status).toBe(413);
  });

  const forwarded = {
    ...plain,
    'x-forwarded-for': '192.0.2.7, 10.0.0.1',
    'x-forwarded-host': 'verdict.example',
    'x-forwarded-proto': 'https',
  };

  it('knows its sender as the framework does, by a proxy only where that is trusted', async () => {
    for (const service of [app, proxied]) {
      const [own, theirs] = [
        await post(service, '/place', '{}', forwarded),
        await post(service, '/place?a', '{}', forwarded),
      ];
      expect([own.answer.plain, theirs.answer.plain]).toEqual([true, false]);
      expect({ ...own.answer, plain: false }).toEqual(theirs.answer);
    }
    expect((await post(proxied, '/place', '{}', forwarded)).answer).toMatchObject({
      ip: '192.0.2.7',
      protocol: 'https',
    });
  });

  it('is in the figures', async () => {
    await post(app, '/place/counted');
    const text = await app.get(Metrics).registry.metrics();
    expect(text).toMatch(/duration_seconds_count\{method="POST",route="\/place\/:part",status="201"\} [1-9]/);
  });

  it('is answered in its turn where several come at once, and when it comes in pieces', async () => {
    const { port } = app.getHttpServer().address() as { port: number };
    const one = (path: string, body: string): string =>
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const whole = one('/slow', '{}') + one('/place', '{"a":"in pieces"}');
    socket.write(whole.slice(0, -6));
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.write(whole.slice(-6));
    while (!text.includes('in pieces')) await new Promise((resolve) => setTimeout(resolve, 10));
    socket.destroy();
    expect(text.indexOf('late')).toBeGreaterThan(0);
    expect(text.indexOf('late')).toBeLessThan(text.indexOf('in pieces'));
  });
});
