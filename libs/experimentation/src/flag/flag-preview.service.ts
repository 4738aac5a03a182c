import { Inject, Injectable } from '@nestjs/common';
import { Evaluation } from '#libs/bucketing';
import type { FlagPreview, FlagPreviewAnswer, Principal } from '#libs/contracts';
import { stickyIds } from '../sticky/sticky-id.js';
import { StickyMemory } from '../sticky/sticky-memory.js';
import { PreviewedFlags } from './previewed-flags.js';

/** What a flag would give somebody: as it is answered by now, or as its draft would. */
@Injectable()
export class FlagPreviewService {
  constructor(
    @Inject(PreviewedFlags) private readonly flags: PreviewedFlags,
    @Inject(StickyMemory) private readonly memory: StickyMemory,
  ) {}

  /** @throws VerdictError `not_found`, `conflict` where there is nothing published, or no draft */
  async answer(
    { flag: key, attributes, draft }: FlagPreview,
    { live }: Pick<Principal, 'live'>,
  ): Promise<FlagPreviewAnswer> {
    const { payload, stickyAttributes } = await (draft ? this.flags.withDraft(key) : this.flags.published(key));
    const ids = stickyIds(attributes, stickyAttributes, live);
    const { answer, run } = await this.memory.preview(ids, (sticky) =>
      new Evaluation(payload, { attributes, sticky }).flag(key),
    );
    return {
      flag: key,
      value: answer.value ?? null,
      source: answer.source,
      rule: answer.ruleId === '' ? null : answer.ruleId,
      experiment:
        run === null
          ? null
          : {
              key: run.trial.key,
              variant: run.variation.key,
              reason: run.reason,
              bucket: run.bucket ?? null,
            },
    };
  }
}
