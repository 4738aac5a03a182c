export interface ElasticsearchConfig {
  /** May carry a user and a password: it is never logged. */
  readonly url: string;
  readonly apiKey: string | undefined;
  /** What the names of our indices begin with. */
  readonly prefix: string;
}

interface Values {
  readonly ELASTICSEARCH_URL?: string | undefined;
  readonly ELASTICSEARCH_API_KEY?: string | undefined;
  readonly ELASTICSEARCH_PREFIX: string;
}

/** Undefined without a URL: the event history is in the services' own database then. */
export function elasticsearchConfig(values: Values): ElasticsearchConfig | undefined {
  const { ELASTICSEARCH_URL: url, ELASTICSEARCH_API_KEY: apiKey, ELASTICSEARCH_PREFIX: prefix } = values;
  return url === undefined ? undefined : { url, apiKey, prefix };
}
