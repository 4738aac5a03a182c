import { randomBytes } from 'node:crypto';
import { describe, it } from '@jest/globals';

/** An Elasticsearch for one test file, which it shares with others: all that is its own begins with a prefix. */
export interface TestElasticsearch {
  readonly url: string;
  readonly prefix: string;
  /** What was written can be found. */
  refresh(): Promise<void>;
  /** Deletes all that begins with the prefix. */
  clean(): Promise<void>;
}

const serverUrl = process.env['TEST_ELASTICSEARCH_URL'];

/** A suite on a real Elasticsearch; without one it is skipped, and its name says so. */
export function describeWithElasticsearch(name: string, suite: (make: () => TestElasticsearch) => void): void {
  if (serverUrl === undefined || serverUrl === '')
    describe.skip(`${name} (no Elasticsearch here: set ELASTICSEARCH_URL)`, () => it('waits for one', () => undefined));
  else describe(name, () => suite(() => testElasticsearch(serverUrl)));
}

function testElasticsearch(url: string): TestElasticsearch {
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  const ask = async (method: string, path: string): Promise<unknown> => {
    const answer = await fetch(new URL(path, url), { method });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    url,
    prefix,
    refresh: async () => void (await ask('POST', `/${prefix}-*/_refresh`)),
    clean: async () => {
      const indices = (await ask('GET', `/${prefix}-*/_alias`)) as Record<string, unknown>;
      for (const index of Object.keys(indices)) await ask('DELETE', `/${index}`);
      await ask('DELETE', `/_index_template/${prefix}-*`);
    },
  };
}
