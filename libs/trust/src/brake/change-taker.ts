import { Inject, Injectable } from '@nestjs/common';
import type { PolicyChangeView, PolicyExpectation, Principal } from '#libs/contracts';
import { conflict } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import { ListService } from '../list/list.service.js';
import { ModelService } from '../model/model.service.js';
import { PolicyService } from '../policy/policy.service.js';
import { lockRule } from '../rule/rule.repository.js';
import { RuleService } from '../rule/rule.service.js';

/** Does what was proposed, in the transaction that says who took it. */
@Injectable()
export class ChangeTaker {
  constructor(
    @Inject(RuleService) private readonly rules: RuleService,
    @Inject(PolicyService) private readonly policy: PolicyService,
    @Inject(ListService) private readonly lists: ListService,
    @Inject(ModelService) private readonly models: ModelService,
  ) {}

  /** @throws VerdictError `conflict` where a rule is not what was proposed, or a model decides already */
  async take(
    transaction: Transaction,
    content: PolicyChangeView['content'],
    actor: Principal,
    { hits }: PolicyExpectation,
  ): Promise<void> {
    if (content.kind === 'thresholds') return void (await this.policy.take(transaction, content.policy, actor));
    if (content.kind === 'list_entry') return void (await this.lists.take(transaction, content.entry, actor));
    if (content.kind === 'model_champion')
      return void (await this.models.take(transaction, content.model, { as: 'champion' }, actor));
    const { version } = await lockRule(transaction, content.rule_id);
    if (version !== content.version)
      throw conflict(
        `Version ${content.version} of the rule was proposed, and the latest is ${version}: propose it anew.`,
      );
    await this.rules.move(transaction, content.rule_id, { to: 'live', expected: hits }, actor);
  }
}
