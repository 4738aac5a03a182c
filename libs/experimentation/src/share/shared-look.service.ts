import { Inject, Injectable } from '@nestjs/common';
import { AddressWindows, tokenHash } from '#libs/access';
import { CLOCK, type Clock, type LookView, type SharedLook } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { LookRepository } from '../look/look.repository.js';
import { ShareLinkRepository } from './share-link.repository.js';

/** Of one address, whatever it asks for. */
const readsPerMinute = 60;

/** What strangers read: one look by its address, and nothing that leads further. */
@Injectable()
export class SharedLookService {
  private readonly links: ShareLinkRepository;
  private readonly looks: LookRepository;
  private readonly windows: AddressWindows;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.links = new ShareLinkRepository(database);
    this.looks = new LookRepository(database);
    this.windows = new AddressWindows(readsPerMinute, clock);
  }

  /**
   * @param token what the link ends with
   * @param address of who reads
   * @throws VerdictError `not_found`, the same for what never was, expired or was revoked; `rate_limited`
   */
  async read(token: string, address: string): Promise<SharedLook> {
    this.windows.take(address);
    const link = await this.links.open(tokenHash(token), new Date(this.clock.now()));
    const kept = link && (await this.looks.find(link.experiment, link.look));
    if (kept === undefined || link === undefined)
      throw notFound('There is nothing at this address: it was never there, has expired or was revoked.');
    const { experiment, look, readout } = kept;
    const { plan } = readout;
    return {
      experiment: experiment.key,
      hypothesis: experiment.hypothesis,
      expires_at: link.expires_at.toISOString(),
      look: nameless(look),
      readout: withoutParameters({ ...readout, plan: plan && { ...plan, looks: plan.looks.map(nameless) } }),
    };
  }
}

/** Who declared a look is for those who work here. */
const nameless = (look: LookView): LookView => ({ ...look, declared_by: null });

/**
 * Among the parameters of a query are the ids of units on which a variant was forced; strangers cannot read its text, which
 * the others are for. So none is told, wherever in the document a query stands.
 */
function withoutParameters<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.map((one: unknown) => withoutParameters(one)) as Part;
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([name, value]: [string, unknown]) => [
    name,
    name === 'parameters' ? {} : withoutParameters(value),
  ]);
  return Object.fromEntries(entries) as Part;
}
