import type { estypes } from '@elastic/elasticsearch';
import { propertyLimits } from '../document/properties.js';
import type { ElasticNames } from './elastic-names.js';

const keyword = { type: 'keyword' } as const;
const shown = { type: 'keyword', index: false, doc_values: false } as const;

/** The same on every Elasticsearch 8 and 9: nothing but field types and analysers of the server's core. */
export const historyTemplate = ({ alias, pattern }: ElasticNames): estypes.IndicesPutIndexTemplateRequest => ({
  name: alias,
  index_patterns: [pattern],
  priority: 500,
  version: 1,
  template: {
    settings: {
      number_of_shards: 1,
      // One copy more where there is a node for it: a single node stays green.
      auto_expand_replicas: '0-1',
      // An import of years writes many months; the few searches that it makes wait can do so for a moment.
      refresh_interval: '1s',
    },
    mappings: {
      // A field that nobody has thought of is a mistake of ours, and is told.
      dynamic: 'strict',
      properties: {
        id: keyword,
        kind: keyword,
        live: { type: 'boolean' },
        time: { type: 'date', format: 'epoch_millis' },
        source: keyword,
        name: keyword,
        distinct_id: keyword,
        backer: shown,
        actor: keyword,
        actors: keyword,
        ip: { type: 'ip' },
        country: keyword,
        device: keyword,
        card: keyword,
        email: keyword,
        project: keyword,
        pledge: keyword,
        revision: { type: 'integer', index: false, doc_values: false },
        risk_score: { type: 'double' },
        risk_level: keyword,
        disposition: keyword,
        reason: keyword,
        category: keyword,
        amount: { type: 'long', index: false },
        currency: keyword,
        base_amount: { type: 'long', index: false },
        // Folded and split here, so that both stores know the same words; no scores, since the newest comes first.
        words: { type: 'text', analyzer: 'whitespace', norms: false, index_options: 'docs' },
        properties: { type: 'flattened', ignore_above: propertyLimits.value },
      },
    },
  },
});
