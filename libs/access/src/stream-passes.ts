import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { KeyRing } from './key-ring.js';

const hourMs = 3_600_000;

/**
 * An `EventSource` sends no headers: its URL says who it is. Not by the key, which would lie in logs and histories, but by a
 * pass that opens streams only, for one to two hours, in every process, and no longer than the key is good. It is signed
 * with the hash that is kept of the key, so it needs no secret of its own.
 */
@Injectable()
export class StreamPasses {
  constructor(
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The same for everybody who asks within an hour of the clock. Undefined for a key that cannot be used. */
  issue(keyId: string): string | undefined {
    return this.sign(keyId, this.hour);
  }

  /** The id of the key that a pass is for; undefined for one that is not, or no longer, good. */
  holderOf(pass: string): string | undefined {
    const [keyId = '', hour = ''] = pass.split('.', 2);
    const age = this.hour - Number(hour);
    if (age !== 0 && age !== 1) return undefined;
    const signed = this.sign(keyId, Number(hour));
    return signed !== undefined && isSame(signed, pass) ? keyId : undefined;
  }

  get hour(): number {
    return Math.floor(this.clock.now() / hourMs);
  }

  private sign(keyId: string, hour: number): string | undefined {
    const secret = this.ring.secretOf(keyId);
    if (secret === undefined) return undefined;
    const signature = createHmac('sha256', secret).update(`stream ${keyId} ${hour}`).digest('base64url');
    return `${keyId}.${hour}.${signature}`;
  }
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
