import type { Client } from '@elastic/elasticsearch';
import type { Clock } from '#libs/contracts';
import type { HistoryGeneration, HistoryIndex, NewDocument, RefusedDocument, WriteContext } from '../history.js';
import { monthOf } from '../month.js';
import type { BulkItem, ElasticBulk } from './elastic-bulk.js';
import { asking, statusOf, typeOf } from './elastic-client.js';
import type { ElasticNames } from './elastic-names.js';
import { sourceOf } from './elastic-source.js';
import { historyTemplate } from './elastic-template.js';

/** The history in Elasticsearch: an index a month of each generation, an alias on the months of the one that is live. */
export class ElasticIndex implements HistoryIndex {
  private readonly made = new Set<string>();
  private hasTemplate = false;

  constructor(
    private readonly client: Client,
    private readonly names: ElasticNames,
    private readonly clock: Clock,
    private readonly bulk: ElasticBulk,
  ) {}

  async write(
    target: HistoryGeneration,
    documents: readonly NewDocument[],
    { signal }: WriteContext,
  ): Promise<readonly RefusedDocument[]> {
    // Of two with one id the first counts, whichever request would come first.
    const unique = new Map<string, NewDocument>();
    for (const document of documents) if (!unique.has(document.id)) unique.set(document.id, document);
    const aliases = new Map<string, string>();
    const items: BulkItem[] = [];
    for (const document of unique.values()) {
      const month = monthOf(document.time);
      const alias = aliases.get(month) ?? this.names.writeAlias(this.names.month(target.generation, month));
      aliases.set(month, alias);
      items.push({ index: alias, id: document.id, source: sourceOf(document) });
    }
    for (const month of aliases.keys()) await this.make(target, month);
    const refusals = await this.bulk.create(items, signal).catch((error: unknown) => {
      // An index may be gone: what is there is asked for anew.
      this.made.clear();
      this.hasTemplate = false;
      throw error;
    });
    return refusals.flatMap(({ id, rule, detail }) => {
      const document = unique.get(id);
      return document === undefined ? [] : [{ document, rule, detail }];
    });
  }

  async publish(generation: number): Promise<void> {
    await this.make({ generation, isLive: false }, monthOf(this.clock.now()));
    const indices = await this.indices();
    const { alias } = this.names;
    await asking(
      this.client.indices.updateAliases({
        // One step for whoever asks: no question goes to none, or to both.
        actions: [
          { add: { index: this.names.generation(generation), alias } },
          ...indices
            .filter((one) => one.generation !== generation)
            .map(({ index }) => ({ remove: { index, alias, must_exist: false } })),
        ],
      }),
    );
  }

  async has(generation: number): Promise<boolean> {
    return (await this.indices()).some((one) => one.generation === generation);
  }

  async count(generation: number): Promise<number> {
    if (!(await this.has(generation))) return 0;
    const index = this.names.generation(generation);
    await asking(this.client.indices.refresh({ index }));
    return (await asking(this.client.count({ index }))).count;
  }

  async keep(generations: readonly number[], firstMonth: string): Promise<void> {
    for (const { index, generation, month } of await this.indices()) {
      if (generations.includes(generation) && month >= firstMonth) continue;
      await asking(this.client.indices.delete({ index, ignore_unavailable: true }));
      this.made.delete(index);
    }
  }

  private async make({ generation, isLive }: HistoryGeneration, month: string): Promise<void> {
    const index = this.names.month(generation, month);
    if (this.made.has(index)) return;
    if (!this.hasTemplate) await asking(this.client.indices.putIndexTemplate(historyTemplate(this.names)));
    this.hasTemplate = true;
    const aliases = { [this.names.writeAlias(index)]: {}, ...(isLive ? { [this.names.alias]: {} } : {}) };
    await asking(this.client.indices.create({ index, aliases })).catch((error: unknown) => {
      if (typeOf(error) !== 'resource_already_exists_exception') throw error;
    });
    this.made.add(index);
  }

  private async indices(): Promise<{ index: string; generation: number; month: string }[]> {
    const found = await asking(this.client.indices.getAlias({ index: this.names.pattern })).catch((error: unknown) => {
      if (statusOf(error) === 404) return {};
      throw error;
    });
    return Object.keys(found).flatMap((index) => {
      const parsed = this.names.parse(index);
      return parsed === undefined ? [] : [{ index, ...parsed }];
    });
  }
}
