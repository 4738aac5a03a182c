import { Inject, Injectable } from '@nestjs/common';
import { Audit, newToken, tokenHash } from '#libs/access';
import {
  CLOCK,
  newId,
  recordedActor,
  type Clock,
  type NewShareLink,
  type Principal,
  type ShareLinkMade,
  type ShareLinkView,
} from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { ExperimentBook } from '../experiment/experiment-book.js';
import { LookRepository } from '../look/look.repository.js';
import { ShareLinkRepository } from './share-link.repository.js';

const dayMs = 86_400_000;
/** Of one experiment, that can be read at a time: more of them are a list that nobody looks through. */
const mostOpen = 100;

/** Makes addresses at which a look can be read without signing in, and takes them back. */
@Injectable()
export class ShareLinkService {
  private readonly links: ShareLinkRepository;
  private readonly looks: LookRepository;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ExperimentBook) private readonly book: ExperimentBook,
    @Inject(Audit) private readonly audit: Audit,
  ) {
    this.links = new ShareLinkRepository(database);
    this.looks = new LookRepository(database);
  }

  /** @throws VerdictError `not_found` */
  async list(key: string): Promise<ShareLinkView[]> {
    await this.book.found(key);
    return this.links.list(key);
  }

  /** @throws VerdictError `not_found` for a look that was not taken, `conflict` where there are too many links */
  async make(key: string, look: number, { days, note }: NewShareLink, caller: Principal): Promise<ShareLinkMade> {
    const token = newToken('share');
    const now = this.clock.now();
    const link: ShareLinkView = {
      id: newId(this.clock),
      experiment: key,
      look,
      note: note ?? null,
      created_by: recordedActor(caller),
      created_at: new Date(now).toISOString(),
      expires_at: new Date(now + days * dayMs).toISOString(),
      revoked_by: null,
      revoked_at: null,
      reads: 0,
      last_read_at: null,
    };
    await this.database.transaction(async (transaction) => {
      await this.book.locked(transaction, key);
      if ((await this.looks.find(key, look)) === undefined)
        throw notFound(`The experiment ${key} has no look ${look}.`);
      if ((await this.links.countOpen(transaction, key, new Date(now))) >= mostOpen)
        throw conflict(`There are ${mostOpen} links to looks of ${key} that can be read: revoke some first.`);
      await this.links.insert(transaction, link, tokenHash(token));
      await this.audit.record(transaction, {
        actor: caller,
        action: 'experiment.share_look',
        subjectKind: 'experiment',
        subjectId: key,
        after: { link: link.id, look, expires_at: link.expires_at, note: link.note },
      });
    });
    return { ...link, path: `/shared/${token}` };
  }

  /** From now on nobody reads by it; repeated, it changes nothing. @throws VerdictError `not_found` */
  async revoke(key: string, id: string, caller: Principal): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const at = new Date(this.clock.now());
      const isNow = await this.links.revoke(transaction, { id, experiment: key, by: recordedActor(caller), at });
      if (isNow === undefined) throw notFound(`The experiment ${key} has no link ${id}.`);
      if (!isNow) return;
      await this.audit.record(transaction, {
        actor: caller,
        action: 'experiment.revoke_link',
        subjectKind: 'experiment',
        subjectId: key,
        after: { link: id },
      });
    });
  }
}
