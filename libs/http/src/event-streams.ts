import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { rateLimited, unavailable } from '#libs/errors';
import { EventStream } from './event-stream.js';
import type { Metrics } from './metrics.js';

export interface StreamLimits {
  /** Streams that this process holds open at once. */
  readonly streams: number;
  /** Of these, streams of one reader. */
  readonly streamsPerReader: number;
}

export interface StreamReader {
  /** Whose streams are counted together: the id of a key. */
  readonly id: string;
  /** Whether the stream may stay open; asked each second. */
  readonly isWelcome: () => boolean;
}

const pingSeconds = 30;
const retrySeconds = 30;
/** A reader that does not take the end of its stream is cut off after this. */
const farewellMs = 1_000;

/** All streams of events of a process: bounded, kept alive, ended when their reader is no longer welcome and at shutdown. */
export class EventStreams implements BeforeApplicationShutdown {
  private readonly readers = new Map<EventStream, StreamReader>();
  private readonly counts = new Map<string, number>();
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
   * @throws VerdictError `unavailable` when the process holds as many as it may, `rate_limited` when the reader does
   */
  open(reply: FastifyReply, reader: StreamReader): EventStream {
    const count = this.counts.get(reader.id) ?? 0;
    if (this.closing || this.readers.size >= this.limits.streams)
      throw unavailable('No more streams can be opened here now; ask again later.', retrySeconds);
    if (count >= this.limits.streamsPerReader)
      throw rateLimited('This key has as many streams open as it may; close some.', retrySeconds);
    const stream = new EventStream(reply.raw);
    this.readers.set(stream, reader);
    this.counts.set(reader.id, count + 1);
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
    const patience = Date.now() + farewellMs;
    while (this.readers.size > 0 && Date.now() < patience) await new Promise((resolve) => setTimeout(resolve, 10));
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
    const left = (this.counts.get(reader.id) ?? 1) - 1;
    if (left > 0) this.counts.set(reader.id, left);
    else this.counts.delete(reader.id);
  }

  /** Readers that lose their server at once come back one after the other: after 1 to 5 seconds. */
  private nextRetryMs(): number {
    this.opened += 1;
    return 1_000 + ((this.opened * 397) % 4_000);
  }
}
