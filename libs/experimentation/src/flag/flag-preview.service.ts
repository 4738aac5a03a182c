import { Inject, Injectable } from '@nestjs/common';
import { Evaluation, isBandit, type Run } from '#libs/bucketing';
import type { FlagPreview, FlagPreviewAnswer, Principal } from '#libs/contracts';
import { stickyIds } from '../sticky/sticky-id.js';
import { StickyMemory } from '../sticky/sticky-memory.js';
import { attributesOf, isContext } from './openfeature-context.js';
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
    { flag: key, attributes: asked, draft }: FlagPreview,
    { live }: Pick<Principal, 'live'>,
  ): Promise<FlagPreviewAnswer> {
    const { payload, stickyAttributes } = await (draft ? this.flags.withDraft(key) : this.flags.published(key));
    const attributes = isContext(asked) ? attributesOf(asked) : asked;
    const ids = stickyIds(attributes, stickyAttributes, live);
    const { answer, run } = await this.memory.preview(ids, (sticky) =>
      new Evaluation(payload, { attributes, sticky }).flag(key),
    );
    return {
      flag: key,
      value: answer.value ?? null,
      source: answer.source,
      rule: answer.ruleId === '' ? null : answer.ruleId,
      experiment: run === null || isBandit(run) ? null : { key: run.trial.key, ...decided(run) },
      bandit: run === null ? null : banditOf(run),
    };
  }
}

const decided = ({ variation, reason, bucket }: Run) => ({ variant: variation.key, reason, bucket: bucket ?? null });

function banditOf(run: Run): FlagPreviewAnswer['bandit'] {
  const { leaf } = run.arm;
  if (leaf === undefined) return null;
  return { ...decided(run), weights: leaf.variationWeights, weights_version: leaf.banditVersion ?? null };
}
