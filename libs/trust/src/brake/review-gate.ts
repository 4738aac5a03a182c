import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import type { BulkEntries, RuleBody } from '#libs/contracts';
import { forbidden, type VerdictError } from '#libs/errors';
import { Expectations } from './expectation.js';

/** Which changes of the policy need a second person, where the setting asks for one. */
@Injectable()
export class ReviewGate {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Expectations) private readonly expectations: Expectations,
  ) {}

  /** @param actions what the rule does as it is, and as it is to be @throws VerdictError `forbidden` */
  liveRule(...actions: readonly RuleBody['action'][]): void {
    if (this.config.ruleReview && actions.includes('reject'))
      throw needed('A rule that rejects goes live, or changes while it is', 'rule_live');
  }

  /** @throws VerdictError `forbidden` */
  thresholds(): void {
    if (this.config.ruleReview) throw needed('Thresholds change', 'thresholds');
  }

  /** @throws VerdictError `forbidden` */
  champion(): void {
    if (this.config.ruleReview) throw needed('A model decides', 'model_champion');
  }

  /** @param values canonical @throws VerdictError `forbidden` where they touch more pledges of the last week than the setting says */
  async entries({ kind }: Pick<BulkEntries, 'kind'>, values: readonly string[]): Promise<void> {
    if (!this.config.ruleReview || values.length === 0) return;
    const { pledges } = await this.expectations.touched(kind, values);
    if (pledges > this.config.ruleReviewPledges)
      throw needed(
        `This touches ${pledges} pledges of the last week, more than ${this.config.ruleReviewPledges}: such an entry is made`,
        'list_entry',
      );
  }
}

const needed = (what: string, kind: string): VerdictError =>
  forbidden(`${what} only with a second person: propose it with POST /v1/policy/changes, kind ${kind}.`);
