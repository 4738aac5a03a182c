import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPool, Database, isConnectionError } from '#libs/postgres';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { wireTo, type Wire } from '../support/proxy.js';

describe('a transaction', () => {
  let own: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    own = await testDatabase();
    // One connection: what a test leaves open, the next one would see.
    database = new Database(createPool(own.url, { max: 1, applicationName: 'test' }), own.database.catalogue);
  });
  afterAll(async () => {
    await database.pool.end();
    await own.close();
  });

  const passed = (transaction: string) => ({ name: 'bucket', transaction, position: 0 });

  it('does not say that it is committed when a statement failed and nobody minded', async () => {
    const work = database.transaction(async (transaction) => {
      await transaction.query('sink/has_passed', passed('none')).catch(() => undefined);
    });
    await expect(work).rejects.toThrow('went on as if it had not');
    expect(await database.query('rate/list_rates')).toEqual([]);
  });

  it('gives each of the statements that are sent together its own answer', async () => {
    const [rates, sinks] = await database.transaction((transaction) =>
      Promise.all([
        transaction.query('rate/list_rates'),
        transaction.query<{ passed: boolean }>('sink/has_passed', passed('0')),
      ]),
    );
    expect([rates, sinks]).toEqual([[], expect.any(Array)]);
    const failing = database.transaction((transaction) =>
      Promise.all([transaction.query('sink/has_passed', passed('none')), transaction.query('rate/list_rates')]),
    );
    await expect(failing).rejects.toThrow('"none"');
  });

  it('names the statement that failed, whichever of those sent with it is heard of first', async () => {
    const failing = database.transaction(async (transaction) => {
      const slowly = transaction.query('sink/has_passed', passed('none'));
      const heard = slowly.then(
        (rows) => rows,
        async (error: unknown) => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          throw error;
        },
      );
      await Promise.all([heard, transaction.query('rate/list_rates')]);
    });
    await expect(failing).rejects.toThrow('"none"');
  });
});

describe('a pool', () => {
  let own: TestDatabase;
  let wire: Wire;
  beforeAll(async () => {
    own = await testDatabase();
    wire = await wireTo(own.url);
  });
  afterAll(async () => {
    await wire.close();
    await own.close();
  });

  it('waits as long as a transaction has lifted the limit for, unless it is told how long silence may last', async () => {
    const patient = createPool(wire.url, { max: 1, applicationName: 'test', statementTimeoutMs: 50 });
    const hasty = createPool(wire.url, { max: 1, applicationName: 'test', silenceMs: 50 });
    try {
      const lifted = new Database(patient, own.database.catalogue).transaction(async (transaction) => {
        await transaction.query('import/lift_timeout');
        wire.slow(400);
        return transaction.query('rate/list_rates');
      });
      expect(await lifted).toEqual([]);
      expect(patient.options).not.toHaveProperty('query_timeout');
      const refusal = await hasty.query('SELECT 1').catch((error: unknown) => error);
      expect(isConnectionError(refusal)).toBe(true);
    } finally {
      wire.slow(0);
      await Promise.all([patient.end(), hasty.end()]);
    }
  });
});
