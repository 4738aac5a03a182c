import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { KeyRing, StreamPasses } from '#libs/access';
import { CLOCK, type Clock } from '#libs/contracts';
import { unauthenticated } from '#libs/errors';
import { SnapshotService, type Snapshot } from '#libs/experimentation';
import { eventFrame, EventStreams, type EventStream } from '#libs/http';

/** A client opens the stream within this time of the bulk answer that names it. */
const connectingMs = 30_000;

/** Tells clients when to ask again. The id and the tag of an event are the configuration's version. */
@Injectable()
export class OfrepStreams implements OnModuleInit, OnApplicationShutdown {
  private readonly listeners = new Set<EventStream>();
  private changedAt: number;
  private stopListening: (() => void) | undefined;

  constructor(
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(EventStreams) private readonly streams: EventStreams,
    @Inject(StreamPasses) private readonly passes: StreamPasses,
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.changedAt = clock.now();
  }

  onModuleInit(): void {
    this.stopListening = this.snapshots.onChange((snapshot) => this.tell(snapshot));
  }

  onApplicationShutdown(): void {
    this.stopListening?.();
  }

  /**
   * @param last the revision that the client heard of last, where it comes back
   * @throws VerdictError `unauthenticated` for a pass that is not good, and what `EventStreams` refuses
   */
  open(pass: string, last: string | undefined, reply: FastifyReply): EventStream {
    const keyId = this.passes.holderOf(pass);
    if (keyId === undefined) throw unauthenticated('This pass is unknown or no longer good; ask for all flags again.');
    const { current } = this.snapshots;
    const { revision } = current;
    const stream = this.streams.open(reply, { id: keyId, isWelcome: () => this.ring.holds(keyId) });
    this.listeners.add(stream);
    stream.once('close', () => this.listeners.delete(stream));
    if (this.hasMissed(last, revision)) stream.send(refetch(current));
    // An id without data is no event: the client says it when it comes back.
    else stream.send(Buffer.from(`id: ${revision}\n\n`));
    return stream;
  }

  private tell(snapshot: Snapshot): void {
    this.changedAt = this.clock.now();
    const frame = refetch(snapshot);
    for (const stream of this.listeners) stream.send(frame);
  }

  private hasMissed(last: string | undefined, revision: string): boolean {
    if (last !== undefined) return last !== revision;
    return this.clock.now() - this.changedAt < connectingMs;
  }
}

/** The time as text, since two changes can be within one second. */
function refetch({ revision, changedAt }: Snapshot): Buffer {
  const lastModified = new Date(changedAt).toISOString();
  return eventFrame('message', JSON.stringify({ type: 'refetchEvaluation', etag: revision, lastModified }), revision);
}
