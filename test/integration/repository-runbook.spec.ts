import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { read } from '../support/repository.js';

const statements = [...read('docs/guides/runbook.md').matchAll(/\bsql (?:"([^"$]+)"|'([^']+)')/g)].map(
  ([, double, single]) => double ?? single ?? '',
);

describe('the runbook', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.close());

  it('has statements for whoever is on call', () => {
    expect(statements.length).toBeGreaterThan(7);
  });

  it.each([...new Set(statements)])('asks the database what it can answer: %s', async (statement) => {
    await expect(test.database.pool.query(statement.replace('PID', '0'))).resolves.toBeDefined();
  });
});
