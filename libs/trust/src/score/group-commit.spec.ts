import { describe, expect, it } from '@jest/globals';
import { GroupCommit } from './group-commit.js';

/** Stores numbers; refuses a batch with a negative one, as a database refuses a statement with one bad row. */
function commits(batches: number[][] = []) {
  const store = async (batch: readonly number[]): Promise<number[]> => {
    batches.push([...batch]);
    await Promise.resolve();
    const refused = batch.find((one) => one < 0);
    if (refused !== undefined) throw new Error(`${refused} is refused`);
    return batch.map((one) => one * 10);
  };
  return new GroupCommit<number, number>(store, String, { batch: 32, transactions: 1 });
}

describe('a group commit', () => {
  it('stores in one batch what came while another was under way', async () => {
    const batches: number[][] = [];
    const group = commits(batches);
    expect(await Promise.all([1, 2, 3, 4].map((one) => group.add(one).result))).toEqual([10, 20, 30, 40]);
    expect(batches).toEqual([[1], [2, 3, 4]]);
  });

  it('refuses the one that the store refuses, and stores its neighbours', async () => {
    const group = commits();
    const results = await Promise.allSettled([1, 2, -3, 4].map((one) => group.add(one).result));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(results[2]).toMatchObject({ reason: new Error('-3 is refused') });
  });

  it('asks a store that is away once for a batch, not once for each', async () => {
    const batches: number[][] = [];
    const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    const store = (batch: readonly number[]): Promise<number[]> => {
      batches.push([...batch]);
      return Promise.reject(away);
    };
    const group = new GroupCommit<number, number>(store, String, { batch: 32, transactions: 1 });
    const results = await Promise.allSettled([1, 2, 3].map((one) => group.add(one).result));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it('refuses an item of which no key can be told, and goes on', async () => {
    const keyOf = ({ key }: { key?: { name: string } }): string => {
      if (key === undefined) throw new TypeError('no key');
      return key.name;
    };
    const store = (batch: readonly object[]): Promise<string[]> => Promise.resolve(batch.map(() => 'stored'));
    const group = new GroupCommit(store, keyOf, { batch: 32, transactions: 1 });
    await expect(group.add({}).result).rejects.toThrow('no key');
    expect(await group.add({ key: { name: 'a' } }).result).toBe('stored');
  });

  it('takes out the very one that was handed in, not another of the same item', async () => {
    const group = commits();
    const item = 1;
    const [first, second, third] = [group.add(item), group.add(item), group.add(item)];
    expect([first.withdraw(), second.withdraw()]).toEqual([false, true]);
    expect(await Promise.all([first.result, third.result])).toEqual([10, 10]);
    expect([second.withdraw(), third.withdraw()]).toEqual([false, false]);
  });
});
