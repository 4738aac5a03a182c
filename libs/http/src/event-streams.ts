import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { rateLimited, unavailable } from '#libs/errors';
import { subscriberOf } from '#libs/ip';
import { addressOf, refuseUnwritten } from './connection.js';
import { EventStream } from './event-stream.js';
import type { Metrics } from './metrics.js';

export interface StreamLimits {
  /** Streams that this process holds open at once. */
  readonly streams: number;
  /** Of these, streams of one reader. */
  readonly streamsPerReader: number;
  /** Of these, streams of one address: a client's key is everybody's, and so is the link to a stream. */
  readonly streamsPerAddress: number;
}

export interface StreamReader {
  /** Whose streams are counted together: the id of a key. */
  readonly id: string;
  /** Whether the stream may stay open; asked each second. */
  readonly isWelcome: () => boolean;
}

interface CountedReader extends StreamReader {
  readonly address: string;
}

const pingSeconds = 30;
const retrySeconds = 30;
/** A reader that does not take the end of its stream is cut off after this. */
const farewellMs = 1_000;

/** How many are open, by name; a name with none is forgotten. */
class OpenCounts {
  private readonly counts = new Map<string, number>();

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  add(name: string, more: 1 | -1): void {
    const count = this.of(name) + more;
    if (count > 0) this.counts.set(name, count);
    else this.counts.delete(name);
  }
}

/** All streams of events of a process: bounded, kept alive, ended when their reader is no longer welcome and at shutdown. */
export class EventStreams implements BeforeApplicationShutdown {
  private readonly readers = new Map<EventStream, CountedReader>();
  private readonly ofReaders = new OpenCounts();
  private readonly ofAddresses = new OpenCounts();
  private timer: NodeJS.Timeout | undefined;
  private opened = 0;
  private closing = false;

  constructor(
    private readonly limits: StreamLimits,
    metrics: Metrics,
  ) {
    metrics.gauge('verdict_event_streams', 'Streams of events that are open.', () => this.readers.size);
  }

  /**
   * The stream for a reply, which the route gives as its answer.
   * @throws VerdictError `unavailable` when the process holds as many as it may, `rate_limited` when the reader or its address
   * does, `invalid` when its connection is gone or still busy with another answer
   */
  open(reply: FastifyReply, reader: StreamReader): EventStream {
    refuseUnwritten(reply);
    const address = subscriberOf(addressOf(reply.request));
    if (this.closing || this.readers.size >= this.limits.streams)
      throw unavailable('No more streams can be opened here now; ask again later.', retrySeconds);
    // First: what an address may not open is not taken from the key.
    if (this.ofAddresses.of(address) >= this.limits.streamsPerAddress)
      throw rateLimited('This address has as many streams open as it may; close some.', retrySeconds);
    if (this.ofReaders.of(reader.id) >= this.limits.streamsPerReader)
      throw rateLimited('This key has as many streams open as it may; close some.', retrySeconds);
    const stream = new EventStream(reply.raw);
    this.readers.set(stream, { ...reader, address });
    this.ofReaders.add(reader.id, 1);
    this.ofAddresses.add(address, 1);
    reply.raw.once('close', () => this.forget(stream));
    this.timer ??= setInterval(() => this.tick(), 1_000).unref();
    void reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store, no-transform')
      // A proxy that collects an answer before it passes it on would hold events back.
      .header('x-accel-buffering', 'no');
    stream.send(Buffer.from(`retry: ${this.nextRetryMs()}\n\n`));
    return stream;
  }

  /** Before the server closes, which waits for open answers. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    for (const stream of this.readers.keys()) stream.finish();
    const patience = performance.now() + farewellMs;
    while (this.readers.size > 0 && performance.now() < patience)
      await new Promise((resolve) => setTimeout(resolve, 10));
    for (const stream of this.readers.keys()) stream.cut();
    clearInterval(this.timer);
  }

  private tick(): void {
    for (const [stream, reader] of this.readers) {
      if (reader.isWelcome()) stream.tick(pingSeconds);
      else stream.finish();
    }
  }

  private forget(stream: EventStream): void {
    const reader = this.readers.get(stream);
    if (reader === undefined) return;
    this.readers.delete(stream);
    stream.destroy();
    this.ofReaders.add(reader.id, -1);
    this.ofAddresses.add(reader.address, -1);
  }

  /** Readers that lose their server at once come back one after the other: after 1 to 5 seconds. */
  private nextRetryMs(): number {
    this.opened += 1;
    return 1_000 + ((this.opened * 397) % 4_000);
  }
}
