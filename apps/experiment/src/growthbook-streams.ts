import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { KeyRing } from '#libs/access';
import type { KeyEvaluation, Principal } from '#libs/contracts';
import { refuseOthers, SnapshotService } from '#libs/experimentation';
import { eventFrame, EventStreams, type EventStream } from '#libs/http';

type Snapshot = SnapshotService['current'];

/**
 * Tells the GrowthBook SDKs of changes: those that evaluate by themselves get the rules, others are told to ask again. An
 * event's id is the configuration's version: who comes back with it has missed nothing.
 */
@Injectable()
export class GrowthBookStreams implements OnModuleInit, OnApplicationShutdown {
  private readonly listeners: Readonly<Record<KeyEvaluation, Set<EventStream>>> = {
    local: new Set(),
    remote: new Set(),
  };
  private readonly frames = new WeakMap<Snapshot, Partial<Record<KeyEvaluation, Buffer>>>();
  private stopListening: (() => void) | undefined;

  constructor(
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(EventStreams) private readonly streams: EventStreams,
    @Inject(KeyRing) private readonly ring: KeyRing,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.snapshots.onChange((snapshot) => {
      for (const evaluation of ['local', 'remote'] as const)
        for (const stream of this.listeners[evaluation]) stream.send(this.frame(snapshot, evaluation));
    });
  }

  onApplicationShutdown(): void {
    this.stopListening?.();
  }

  /**
   * @param last the version that the client heard of last, where it comes back
   * @throws VerdictError `forbidden` for any key but a client's, and what `EventStreams` refuses
   */
  open(caller: Principal, last: string | undefined, reply: FastifyReply): EventStream {
    refuseOthers(caller);
    const { id, evaluation = 'remote' } = caller;
    const snapshot = this.snapshots.current;
    const stream = this.streams.open(reply, { id, isWelcome: () => this.ring.holds(id) });
    const listeners = this.listeners[evaluation];
    listeners.add(stream);
    stream.once('close', () => listeners.delete(stream));
    if (last !== snapshot.revision) stream.send(this.frame(snapshot, evaluation));
    return stream;
  }

  private frame(snapshot: Snapshot, evaluation: KeyEvaluation): Buffer {
    const made = this.frames.get(snapshot) ?? {};
    this.frames.set(snapshot, made);
    return (made[evaluation] ??= frameOf(snapshot, evaluation));
  }
}

const frameOf = ({ revision, clientPayload }: Snapshot, evaluation: KeyEvaluation): Buffer =>
  evaluation === 'local'
    ? eventFrame('features', clientPayload.bytes.toString(), revision)
    : eventFrame('features-updated', '{}', revision);
