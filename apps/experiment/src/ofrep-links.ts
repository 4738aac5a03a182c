import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { StreamPasses } from '#libs/access';
import type { OfrepBulk, Principal } from '#libs/contracts';

/** Where a caller hears of changes, as a bulk answer says it. */
export interface OfrepLink {
  /** A field of the answer's object, with its comma; empty for a caller without a key. */
  readonly field: string;
  /** Differs where the field does. */
  readonly tag: string;
}

const none: OfrepLink = { field: '', tag: '0' };
/** Seconds after which a page that nobody looks at closes its stream. */
const inactivityDelaySec = 120;
const mostRemembered = 10_000;

/** The links to the stream of events, each made once an hour: signing one for each answer would cost more than the answer. */
@Injectable()
export class OfrepLinks {
  private links = new Map<string, OfrepLink>();
  private hour = 0;

  constructor(@Inject(StreamPasses) private readonly passes: StreamPasses) {}

  /** On the origin by which the caller reached us. */
  of({ keyId }: Principal, { protocol, host }: FastifyRequest): OfrepLink {
    if (keyId === undefined) return none;
    if (this.hour !== this.passes.hour || this.links.size >= mostRemembered) {
      this.links = new Map();
      this.hour = this.passes.hour;
    }
    const name = `${protocol} ${host} ${keyId}`;
    const known = this.links.get(name) ?? this.make(`${protocol}://${host}`, keyId);
    this.links.set(name, known);
    return known;
  }

  private make(origin: string, keyId: string): OfrepLink {
    const pass = this.passes.issue(keyId);
    if (pass === undefined || !URL.canParse(origin)) return none;
    const url = new URL(`/ofrep/v1/events?pass=${pass}`, origin).href;
    const eventStreams: OfrepBulk['eventStreams'] = [{ type: 'sse', url, inactivityDelaySec }];
    return { field: `,"eventStreams":${JSON.stringify(eventStreams)}`, tag: hash('sha256', url, 'hex').slice(0, 12) };
  }
}
