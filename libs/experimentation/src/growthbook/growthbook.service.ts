import { Inject, Injectable } from '@nestjs/common';
import type { StickyBuckets } from '#libs/bucketing';
import type { GrowthBookSubject, Principal } from '#libs/contracts';
import { forbidden } from '#libs/errors';
import { Turns } from '../flag/turns.js';
import { stickyIds } from '../sticky/sticky-id.js';
import { StickyMemory } from '../sticky/sticky-memory.js';
import { SnapshotService } from '../snapshot/snapshot.service.js';
import type { ClientPayload } from './client-payload.js';
import { ReducedFeatures } from './reduced-features.js';
import { subjectOf } from './subject-request.js';

/** A short text is sent with its head in one piece, which is quicker than not to make a text of it. */
const fewBytes = 8_192;

const beforeFeatures = Buffer.from('{"status":200,"features":{');

/**
 * The GrowthBook SDKs' side of flags: from the snapshot alone, no I/O but for sticky experiments, and nothing turned into
 * JSON twice.
 */
@Injectable()
export class GrowthBookService {
  private readonly reduced = new ReducedFeatures();

  constructor(
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(StickyMemory) private readonly memory: StickyMemory,
    @Inject(Turns) private readonly turns: Turns,
  ) {}

  /** The rules of all published flags. @throws VerdictError `forbidden` for any key but a client's `local` one */
  payload(caller: Principal): ClientPayload {
    refuseOthers(caller);
    if (caller.evaluation !== 'local')
      throw forbidden('This key gets answers only (remoteEval: true); a local one gets the rules.');
    return this.snapshots.current.clientPayload;
  }

  /** What one subject gets: JSON of a `GrowthBookAnswers`. @throws VerdictError `forbidden` for any key but a client's */
  answer(request: GrowthBookSubject, caller: Principal): string | Buffer | Promise<string | Buffer> {
    refuseOthers(caller);
    return this.turns.take(this.snapshots.current.flags.payload.flags.size, () => this.answerNow(request, caller));
  }

  private answerNow(request: GrowthBookSubject, caller: Principal): string | Buffer | Promise<string | Buffer> {
    const { flags, clientPayload, forceable } = this.snapshots.current;
    const subject = subjectOf(request, forceable);
    const answer = (sticky?: StickyBuckets): string | Buffer => {
      const features = this.reduced.of(flags.payload, sticky === undefined ? subject : { ...subject, sticky });
      const bytes = Buffer.concat([beforeFeatures, ...features, clientPayload.end]);
      return bytes.length < fewBytes ? bytes.toString() : bytes;
    };
    if (flags.stickyAttributes.length === 0) return answer();
    return this.memory.answer(stickyIds(subject.attributes, flags.stickyAttributes, caller.live), answer);
  }
}

/** What is in a path is in logs and histories. @throws VerdictError `forbidden` */
export function refuseOthers({ kind }: Principal): void {
  if (kind !== 'client')
    throw forbidden('Only a client’s key is asked with by its path; this one is to be kept secret.');
}
