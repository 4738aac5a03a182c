import { once } from 'node:events';
import { IncomingMessage, request, ServerResponse } from 'node:http';
import { connect, Socket, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { eventFrame, EventStream } from './event-stream.js';
import { EventStreams } from './event-streams.js';
import { Metrics } from './metrics.js';

const wait = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 10));

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait();
}

describe('eventFrame', () => {
  it('has a line for each line of the data, whatever its line ends', () => {
    expect(eventFrame('message', 'one\ntwo\r\nthree\rfour', '7').toString()).toBe(
      'event: message\nid: 7\ndata: one\ndata: two\ndata: three\ndata: four\n\n',
    );
    expect(eventFrame('message', '{}').toString()).toBe('event: message\ndata: {}\n\n');
  });
});

describe('an event stream', () => {
  it('says something when it has been quiet for long, and then only', () => {
    const stream = new EventStream(new ServerResponse(new IncomingMessage(new Socket())));
    const sent = (): string => String(stream.read() ?? '');
    for (let second = 1; second < 30; second++) stream.tick(30);
    expect(sent()).toBe('');
    stream.tick(30);
    expect(sent()).toBe(':\n\n');
    for (let second = 1; second < 30; second++) stream.tick(30);
    stream.send(eventFrame('message', '{}'));
    expect(sent()).toBe('event: message\ndata: {}\n\n');
    stream.tick(30);
    expect(sent()).toBe('');
  });
});

describe('streams of events', () => {
  let server: FastifyInstance;
  let streams: EventStreams;
  let metrics: Metrics;
  let last: EventStream | undefined;
  const welcome = new Set<string>();
  const readers: IncomingMessage[] = [];
  const tooLate: string[] = [];

  /** As a client reads: what it has of the stream so far. */
  const read = async (
    id: string,
    from = `192.0.2.${readers.length}`,
  ): Promise<{ readonly answer: IncomingMessage; text: string; ended: boolean }> => {
    const { port } = server.server.address() as AddressInfo;
    const headers = { 'x-forwarded-for': from };
    const asked = request({ port, host: '127.0.0.1', path: `/${id}`, headers, agent: false }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    readers.push(answer);
    const reader = { answer, text: '', ended: false };
    answer.on('data', (chunk: Buffer) => (reader.text += chunk.toString()));
    answer.once('close', () => (reader.ended = true)).on('error', () => undefined);
    return reader;
  };
  const open = async (): Promise<number> =>
    Number(/^verdict_event_streams (\d+)$/m.exec(await metrics.text())?.[1] ?? Number.NaN);

  beforeEach(async () => {
    metrics = new Metrics();
    streams = new EventStreams({ streams: 4, streamsPerReader: 2, streamsPerAddress: 3 }, metrics);
    server = fastify({ trustProxy: true });
    server.get<{ Params: { id: string } }>('/:id', (asked, reply) => {
      const { id } = asked.params;
      welcome.add(id);
      last = streams.open(reply, { id, isWelcome: () => welcome.has(id) });
      return reply.send(last);
    });
    server.get<{ Params: { id: string } }>('/late/:id', async (asked, reply) => {
      await once(asked.raw.socket, 'close');
      tooLate.push(asked.params.id);
      return reply.send(streams.open(reply, { id: asked.params.id, isWelcome: () => true }));
    });
    server.setErrorHandler((error: Error, _, reply) => reply.code(500).send({ message: error.message }));
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(async () => {
    await streams.beforeApplicationShutdown();
    for (const reader of readers.splice(0)) reader.destroy();
    await server.close();
    welcome.clear();
    tooLate.length = 0;
  });

  it('reach their reader as they are sent, and nothing else keeps them', async () => {
    const reader = await read('a');
    expect(reader.answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    last?.send(eventFrame('message', 'hello'));
    await until(() => reader.text.endsWith('data: hello\n\n'));
    expect(reader.text).toMatch(/^retry: \d{4}\n\nevent: message\n/);
    expect(await open()).toBe(1);
    reader.answer.destroy();
    while ((await open()) > 0) await wait();
  });

  it('are bounded for each reader and for the process', async () => {
    const first = await read('a');
    expect((await read('a')).answer.statusCode).toBe(200);
    expect((await read('a')).answer.statusCode).toBe(500);
    await read('b');
    await read('b');
    const refused = await read('c');
    await until(() => refused.ended);
    expect(refused.text).toContain('No more streams');
    first.answer.destroy();
    while ((await open()) > 3) await wait();
    expect((await read('c')).answer.statusCode).toBe(200);
  });

  it('are bounded for each address, a /64 of IPv6 being one, whatever they are read with', async () => {
    const first = await read('a', '2001:db8:1:2::1');
    await read('a', '2001:db8:1:2::2');
    await read('b', '2001:db8:1:2:ffff::3');
    const refused = await read('c', '2001:db8:1:2::1');
    await until(() => refused.ended);
    expect(refused.text).toContain('This address has as many streams open as it may');
    expect((await read('c', '2001:db8:1:3::1')).answer.statusCode).toBe(200);
    first.answer.destroy();
    while ((await open()) > 3) await wait();
    expect((await read('c', '2001:db8:1:2::1')).answer.statusCode).toBe(200);
  });

  /** A connection on which requests do not wait for answers, and what it has got. */
  const write = async (...paths: string[]): Promise<{ readonly socket: Socket; text: string }> => {
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    const connection = { socket, text: '' };
    socket.on('data', (chunk: Buffer) => (connection.text += chunk.toString()));
    await once(socket, 'connect');
    socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n`).join(''));
    return connection;
  };

  it('are refused behind an answer that is still written, and leave nothing when their connection goes', async () => {
    for (const id of ['a', 'b', 'c']) {
      const connection = await write(`/${id}`, `/${id}`, `/${id}`);
      await until(() => connection.text.includes('retry: '));
      expect(await open()).toBe(1);
      connection.socket.destroy();
      while ((await open()) > 0) await wait();
    }
  });

  it('say so when the answer before them has an end', async () => {
    const connection = await write('/a', '/b');
    await until(() => connection.text.includes('retry: '));
    last?.finish();
    await until(() => connection.text.includes('Another answer comes before it'));
    connection.socket.destroy();
  });

  it('are not opened for a connection that is closed already', async () => {
    const connection = await write('/late/a');
    await wait();
    connection.socket.destroy();
    await until(() => tooLate.length > 0);
    await wait();
    expect(await open()).toBe(0);
  });

  it('end when their reader is no longer welcome', async () => {
    const [gone, staying] = [await read('a'), await read('b')];
    welcome.delete('a');
    await until(() => gone.ended);
    expect([gone.answer.complete, staying.ended]).toEqual([true, false]);
  });

  it('are cut off when their reader does not read', async () => {
    const slow = await read('a');
    slow.answer.pause();
    const frame = eventFrame('message', 'x'.repeat(64 * 1_024));
    for (let sent = 0; (await open()) > 0; sent++) {
      expect(sent).toBeLessThan(1_000);
      last?.send(frame);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(last?.destroyed).toBe(true);
  });

  it('end at shutdown before the server closes, those too that nobody reads, and none is opened any more', async () => {
    const [reading, slow] = [await read('a'), await read('b')];
    slow.answer.pause();
    for (let sent = 0; sent < 100 && last?.destroyed === false; sent++) {
      last.send(eventFrame('message', 'x'.repeat(200 * 1_024)));
      await new Promise((resolve) => setImmediate(resolve));
      if (last.readableLength > 0) break;
    }
    await streams.beforeApplicationShutdown();
    await until(() => reading.ended);
    expect(reading.answer.complete).toBe(true);
    expect((await read('a')).answer.statusCode).toBe(500);
    await server.close();
  });
});
