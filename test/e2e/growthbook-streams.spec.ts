import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyService } from '#libs/access';
import type { Principal } from '#libs/contracts';
import { PlantedFlags } from '../support/planted-flags.js';
import { until } from '../support/until.js';

/** What a client has of a stream so far. */
interface Reader {
  readonly status: number;
  readonly headers: Headers;
  text: string;
  ended: boolean;
}

describe('streams for the GrowthBook SDKs', () => {
  let planted: PlantedFlags;
  const readers = new AbortController();
  const keys = { local: '', remote: '' };

  const read = async (key: string, headers: Record<string, string> = {}): Promise<Reader> => {
    const answer = await fetch(`${planted.url}/sub/${key}`, { headers, signal: readers.signal });
    const reader: Reader = { status: answer.status, headers: answer.headers, text: '', ended: false };
    const listen = async (): Promise<void> => {
      for await (const chunk of answer.body ?? []) reader.text += Buffer.from(chunk).toString();
      reader.ended = true;
    };
    void listen().catch(() => (reader.ended = true));
    return reader;
  };
  const events = ({ text }: Reader) =>
    [...text.matchAll(/^event: (.*)\nid: (\d+)\ndata: (.*)\n\n/gm)].map(([, event, id, data = '']) => ({
      event,
      id: Number(id),
      data: JSON.parse(data) as { features?: object },
    }));

  beforeAll(async () => {
    planted = await PlantedFlags.start({ EVENT_STREAMS_PER_KEY: '3' });
    keys.local = await planted.clientKey('local');
    keys.remote = await planted.clientKey('remote');
  });
  afterAll(async () => {
    readers.abort();
    await planted.close();
  });

  it('begin with how things are, and go on with each change: rules for local keys, word of it for others', async () => {
    const [local, remote] = [await read(keys.local), await read(keys.remote)];
    expect(local.headers.get('content-type')).toContain('text/event-stream');
    expect(local.headers.get('access-control-allow-origin')).toBe('*');
    await until(async () => events(local).length === 1 && events(remote).length === 1);
    await planted.publish('plain', { default_value: 'told' });
    await until(async () => local.text.includes('"told"') && events(remote).length > 1);
    const told = events(local).at(-1);
    expect(told).toMatchObject({ event: 'features', data: { features: { plain: { defaultValue: 'told' } } } });
    expect(events(remote)).toEqual(events(local).map(({ id }) => ({ event: 'features-updated', id, data: {} })));
    expect(remote.text).not.toContain('planted');
  });

  it('tell nobody again who comes back and has missed nothing', async () => {
    const first = await read(await planted.clientKey('remote'));
    await until(async () => events(first).length > 0);
    const id = String(events(first).at(-1)?.id);
    const again = await read(keys.remote, { 'last-event-id': id });
    const behind = await read(keys.remote, { 'last-event-id': '1' });
    await until(async () => events(behind).length === 1);
    expect(events(again)).toEqual([]);
  });

  it('are refused beyond what a key may have, with the time to wait', async () => {
    const key = await planted.clientKey('remote');
    for (let opened = 0; opened < 3; opened++) expect((await read(key)).status).toBe(200);
    const refused = await read(key);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    await until(async () => refused.ended);
    expect(JSON.parse(refused.text)).toEqual({ status: 429, error: expect.any(String) });
  });

  it('end when their key is revoked', async () => {
    const service = planted.service.app.get(KeyService, { strict: false });
    const admin: Principal = { kind: 'person', id: 'ada', name: 'Ada', scopes: ['keys:write'], live: true };
    const made = await service.add({ kind: 'client', name: 'to be revoked', live: true });
    const [reader, other] = [await read(made.token), await read(await planted.clientKey('remote'))];
    await service.revoke(made.id, admin);
    await until(async () => reader.ended);
    expect(other.ended).toBe(false);
    expect((await read(made.token)).status).toBe(401);
  });
});
