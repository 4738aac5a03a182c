import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import type { FlagContent, SavedGroupView } from '#libs/contracts';
import { invalid, type FieldProblem } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import { experimentsOf, type DefinitionRow } from '../snapshot/definitions.js';
import { checkFlag, type FlagWorld } from './check-flag.js';
import type { Flag, PublishedFlag, SeenWith } from './flag.js';
import { FlagRepository } from './flag.repository.js';
import { pastSteps } from './ramp.js';

type Asked = Omit<PublishedFlag, 'content'> & { readonly published: FlagContent | null };

/** Holds a flag against everything that it names. */
@Injectable()
export class FlagChecker {
  /** Whether a draft waits for somebody else's approval before it can be published. */
  readonly reviewRequired: boolean;

  constructor(
    @Inject(FlagRepository) private readonly flags: FlagRepository,
    @Inject(CONFIG) config: Config,
  ) {
    this.reviewRequired = config.flagReview;
  }

  /** @throws VerdictError `invalid` naming each field that could not work */
  async check(flag: Omit<PublishedFlag, 'content'>, content: FlagContent, transaction: Transaction): Promise<void> {
    refuse(checkFlag({ key: flag.key, type: flag.type, content }, await this.world(transaction)));
  }

  /** The same of what is to be answered by next: the new steps of its ramps must lie ahead. */
  async checkNext(flag: Asked, content: FlagContent, now: Date, transaction: Transaction): Promise<void> {
    await this.check(flag, content, transaction);
    refuse(pastSteps(content, flag.published, now.getTime()));
  }

  /** What these flags are shown with. */
  async seenWith(flags: readonly Flag[], transaction?: Transaction): Promise<SeenWith> {
    const named = flags.flatMap(({ draft, published }) => experimentsNamed(draft ?? published));
    return {
      reviewRequired: this.reviewRequired,
      variants: await this.flags.variantsOf([...new Set(named)], transaction),
    };
  }

  /** What there is at the moment. */
  async world(transaction: Transaction): Promise<FlagWorld> {
    const flags = await this.flags.listPublished(transaction);
    const rows = await transaction.query<DefinitionRow>('configuration/list_definitions');
    const groups = await transaction.query<SavedGroupView>('saved_group/list_saved_groups');
    const attributes = await transaction.query<{ name: string }>('flag_attribute/list_attributes');
    return {
      flags: flags.map(({ key, type, published }) => ({ key, type, content: published })),
      experiments: new Map(experimentsOf(rows).map((one) => [one.key, one])),
      groups: new Set(groups.map(({ key }) => key)),
      ...(attributes.length === 0 ? {} : { attributes: new Set(attributes.map(({ name }) => name)) }),
    };
  }
}

const experimentsNamed = (content: FlagContent | null): string[] =>
  (content?.rules ?? []).flatMap((rule) => (rule.kind === 'experiment' ? [rule.experiment] : []));

function refuse(problems: readonly FieldProblem[]): void {
  const [first] = problems;
  if (first !== undefined) throw invalid(`The flag could not work. ${first.pointer}: ${first.detail}.`, problems);
}
