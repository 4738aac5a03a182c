import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { EventSource } from 'eventsource';
import request from 'supertest';
import { KeyService } from '#libs/access';
import { scopes, type OfrepBulk, type Principal } from '#libs/contracts';
import { FlagService } from '../support/flags.js';
import { OfrepDescription } from '../support/ofrep.js';
import { describeShared } from '../support/shared.js';
import { until } from '../support/until.js';

interface Told {
  readonly data: string;
  readonly lastEventId: string;
}

interface Listening {
  readonly source: EventSource;
  readonly events: Told[];
}

const nobody: Principal = { kind: 'person', id: 'ada', name: 'Ada', scopes, live: true };

describeShared('the event stream of OFREP', 'data/ofrep/openapi.yaml', (file) => {
  let now = Date.now();
  let flags: FlagService;
  let url: string;
  let key: string;
  const sources: EventSource[] = [];

  const all = async (token: string, query = ''): Promise<OfrepBulk> => {
    const answer = await fetch(`${url}/ofrep/v1/evaluate/flags${query}`, {
      method: 'POST',
      headers: { 'x-api-key': token, 'content-type': 'application/json' },
      body: JSON.stringify({ context: { targetingKey: 'u1' } }),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as OfrepBulk;
  };
  const linkOf = async (token: string): Promise<string> => (await all(token)).eventStreams?.[0]?.url ?? '';
  const listen = async (link: string): Promise<Listening> => {
    const source = new EventSource(link);
    sources.push(source);
    const events: Told[] = [];
    source.addEventListener('message', ({ data, lastEventId }) => events.push({ data: String(data), lastEventId }));
    await until(() => Promise.resolve(source.readyState === source.OPEN));
    return { source, events };
  };
  const heard = ({ events }: Listening, version: number | undefined): boolean =>
    events.some(({ data }) => {
      const { type, etag } = JSON.parse(data) as { type: string; etag: string };
      return type === 'refetchEvaluation' && etag === String(version);
    });

  beforeAll(async () => {
    flags = await FlagService.start({ EVENT_STREAMS_PER_KEY: '3' }, { now: () => now });
    await flags.service.app.listen(0, '127.0.0.1');
    url = await flags.service.app.getUrl();
    key = await flags.service.key();
    await flags.publish('first', {});
    now += 60_000;
  });
  afterEach(() => {
    for (const source of sources.splice(0)) source.close();
  });
  afterAll(() => flags.close());

  it('says of each change that there is one, as the file has it', async () => {
    const listening = await listen(await linkOf(key));
    expect(listening.events).toEqual([]);
    await flags.publish('told', {});
    await until(() => Promise.resolve(heard(listening, flags.snapshots.version)));
    const description = new OfrepDescription(file);
    for (const { data, lastEventId } of listening.events) {
      expect(description.faultsOfEvent(JSON.parse(data))).toEqual([]);
      expect(lastEventId).toBe((JSON.parse(data) as { etag: string }).etag);
    }
    const { etag, lastModified } = JSON.parse(listening.events.at(-1)?.data ?? '') as Record<string, string>;
    expect(lastModified).toBe(new Date(flags.snapshots.current.changedAt).toISOString());
    for (const query of [`flagConfigEtag=${etag}&flagConfigLastModified=${lastModified}`, 'flagConfigLastModified=1']) {
      const { flags: found } = await all(key, `?${query}`);
      expect(found.map((flag) => flag.key)).toContain('told');
    }
  });

  it('says so at once to whom may have missed it', async () => {
    const link = await linkOf(key);
    const from = async (last?: string): Promise<string> => {
      const abort = new AbortController();
      const headers = last === undefined ? {} : { 'last-event-id': last };
      const answer = await fetch(link, { headers, signal: abort.signal });
      let text = '';
      for await (const chunk of answer.body ?? []) {
        text += Buffer.from(chunk).toString();
        if (/^id: /m.test(text)) break;
      }
      abort.abort();
      return text;
    };
    now += 60_000;
    const { version } = flags.snapshots;
    expect(await from()).toMatch(new RegExp(`\n\nid: ${version}\n\n$`));
    expect(await from(String(version))).not.toContain('refetchEvaluation');
    expect(await from('0')).toContain(`{"type":"refetchEvaluation","etag":"${version}",`);
    await flags.change('first', { default_value: true });
    expect(await from()).toContain('refetchEvaluation');
  });

  it('is for those who have a pass, for an hour or two', async () => {
    const link = await linkOf(key);
    const ask = (pass: string) => fetch(`${url}/ofrep/v1/events?pass=${pass}`);
    const pass = new URL(link).searchParams.get('pass') ?? '';
    const [id = '', hour = '', signature = ''] = pass.split('.');
    for (const wrong of [
      'none',
      `${id}.${Number(hour) + 1}.${signature}`,
      `${id}.${hour}.${'A'.repeat(signature.length)}`,
      `${id}.${hour}`,
      `${id}x.${hour}.${signature}`,
      key,
    ])
      expect((await ask(wrong)).status).toBe(401);
    expect((await fetch(`${url}/ofrep/v1/events`)).status).toBe(400);
    now += 3_600_000;
    await listen(link);
    expect(await linkOf(key)).not.toBe(link);
    now += 3_600_000;
    expect((await ask(pass)).status).toBe(401);
  });

  it('gives a client whose pass is old another, and not 304', async () => {
    const asked = () =>
      request(flags.service.app.getHttpServer())
        .post('/ofrep/v1/evaluate/flags')
        .set('x-api-key', key)
        .send({ context: { targetingKey: 'u1' } });
    const tag = (await asked()).headers['etag'] ?? '';
    await asked().set('if-none-match', tag).expect(304);
    now += 3_600_000;
    await asked().set('if-none-match', tag).expect(200);
  });

  it('ends with its key', async () => {
    const keys = flags.service.app.get(KeyService, { strict: false });
    const made = await keys.add({ kind: 'app', name: 'leaves', live: true });
    const leaving = await listen(await linkOf(made.token));
    const staying = await listen(await linkOf(key));
    let closed = false;
    leaving.source.addEventListener('error', () => (closed = true));
    await keys.revoke(made.id, nobody);
    await until(() => Promise.resolve(closed && leaving.source.readyState === leaving.source.CLOSED));
    expect(staying.source.readyState).toBe(staying.source.OPEN);
  });

  it('is refused to a key that has as many open as it may', async () => {
    const link = await linkOf(key);
    for (let count = 0; count < 3; count++) await listen(link);
    const refused = await fetch(link);
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, 30]);
  });
});
