import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { WebhookBody } from '#libs/contracts';
import { DecisionReader, DecisionService, WebhookSendHandler, WebhookService } from '#libs/trust';
import { handClock, reviewer, scored } from '../support/review.js';
import { riskTest, type RiskTest } from '../support/risk.js';

interface Heard {
  readonly path: string;
  readonly signature: string;
  readonly text: string;
  readonly body: WebhookBody;
}

describe('webhooks', () => {
  const clock = handClock();
  const admin = reviewer('admin', 'admin');
  const heard: Heard[] = [];
  let answer: (path: string) => number = () => 204;
  let server: Server;
  let url: string;
  let test: RiskTest;
  let webhooks: WebhookService;
  let decisions: DecisionService;

  beforeAll(async () => {
    server = createServer((incoming, reply) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const signature = String(incoming.headers['verdict-signature']);
        heard.push({ path: incoming.url ?? '', signature, text, body: JSON.parse(text) as WebhookBody });
        const status = answer(incoming.url ?? '');
        reply.writeHead(status, status === 302 ? { location: `${url}/elsewhere` } : {}).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    test = await riskTest({ clock, environment: { WEBHOOK_ADDRESSES: 'any' } });
    webhooks = test.service.app.get(WebhookService, { strict: false });
    decisions = test.service.app.get(DecisionService, { strict: false });
  });
  afterAll(async () => {
    await test.close();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(async () => {
    for (const { id } of await webhooks.list()) await webhooks.remove(id, admin);
    heard.length = 0;
    answer = () => 204;
  });

  const send = (addresses: 'any' | 'public' = 'any') => {
    const reader = test.service.app.get(DecisionReader, { strict: false });
    const config = { ...test.service.config, webhookAddresses: addresses };
    return new WebhookSendHandler(test.database.database, reader, config, clock).run(
      {},
      { signal: new AbortController().signal },
    );
  };
  const decide = async (pledge?: string) => {
    const id = pledge ?? (await scored(test)).pledge_id;
    return decisions.decide({ action: 'hold', subjects: [{ kind: 'pledge', id }], reason: 'To be seen' }, admin);
  };
  const hashOf = (secret: string, { signature, text }: Heard): string =>
    createHmac('sha256', secret)
      .update(`${/t=(\d+)/.exec(signature)?.[1]}.${text}`)
      .digest('hex');

  it('tell each decision once, signed, with what holds now', async () => {
    const { secret } = await webhooks.create({ url: `${url}/a` }, admin);
    const decided = await decide();
    expect(await send()).toEqual({ delivered: 1, tried: 1 });
    expect(await send()).toEqual({ delivered: 0, tried: 0 });
    expect(heard).toHaveLength(1);
    const [only] = heard as [Heard];
    expect(only.body).toMatchObject({ type: 'decision', decision: { id: decided.id, sequence: decided.sequence } });
    expect(only.body.decision.pledges[0]?.effective.action).toBe('manual_review');
    expect(only.signature).toMatch(new RegExp(`^t=\\d+,v1=${hashOf(secret, only)}$`));
  });

  it('come again with growing pauses while nobody takes them, and are given up after three days', async () => {
    const { id } = await webhooks.create({ url: `${url}/b` }, admin);
    answer = () => 500;
    await decide();
    expect(await send()).toEqual({ delivered: 0, tried: 1 });
    expect(await send()).toEqual({ delivered: 0, tried: 0 });
    const pauses: number[] = [];
    for (let round = 0; round < 4; round++) {
      const [waiting] = await webhooks.deliveries(id);
      pauses.push(Math.round(((waiting?.next_at.getTime() ?? 0) - clock.now()) / 1_000));
      clock.move((waiting?.next_at.getTime() ?? 0) - clock.now() + 1);
      expect(await send()).toMatchObject({ tried: 1 });
    }
    expect(pauses).toEqual([5, 10, 20, 40]);
    expect(await webhooks.deliveries(id)).toMatchObject([{ state: 'pending', attempts: 5, error: 'answered 500' }]);
    clock.move(3 * 86_400_000);
    await send();
    expect(await webhooks.deliveries(id)).toMatchObject([{ state: 'failed', attempts: 6 }]);
  });

  it('are in order for each pledge, and one that is stuck stops no other pledge’s', async () => {
    await webhooks.create({ url: `${url}/c` }, admin);
    const [stuck, free] = [(await scored(test)).pledge_id, (await scored(test)).pledge_id];
    const first = await decide(stuck);
    answer = () => (heard.at(-1)?.body.decision.id === first.id ? 503 : 204);
    const second = await decide(stuck);
    const other = await decide(free);
    await send();
    const told = () => heard.map(({ body }) => body.decision.id);
    expect(told().toSorted()).toEqual([first.id, other.id].toSorted());
    answer = () => 204;
    clock.move(6_000);
    await send();
    expect(told().slice(2)).toEqual([first.id, second.id]);
  });

  it('are signed with both secrets while one is changed, and with the new one only afterwards', async () => {
    const { id, secret: old } = await webhooks.create({ url: `${url}/d` }, admin);
    const { secret: fresh } = await webhooks.rotate(id, { overlap_seconds: 60 }, admin);
    await decide();
    await send();
    const [during] = heard as [Heard];
    expect(during.signature).toContain(`v1=${hashOf(old, during)}`);
    expect(during.signature).toContain(`v1=${hashOf(fresh, during)}`);
    clock.move(60_001);
    await decide();
    await send();
    const after = heard[1] as Heard;
    expect(after.signature).toMatch(new RegExp(`^t=\\d+,v1=${hashOf(fresh, after)}$`));
  });

  it('follow no redirect', async () => {
    const { id } = await webhooks.create({ url: `${url}/e` }, admin);
    answer = (path) => (path === '/e' ? 302 : 204);
    await decide();
    await send();
    expect(heard.map(({ path }) => path)).toEqual(['/e']);
    expect(await webhooks.deliveries(id)).toMatchObject([{ state: 'pending', error: 'answered 302' }]);
  });

  it.each([['127.0.0.1'], ['localhost']])('go to no private address (%s) unless that is allowed', async (host) => {
    const { id } = await webhooks.create({ url: url.replace('127.0.0.1', host) }, admin);
    await decide();
    expect(await send('public')).toEqual({ delivered: 0, tried: 1 });
    expect(heard).toEqual([]);
    const [refused] = await webhooks.deliveries(id);
    expect(refused?.error).toMatch(/not of the public internet/);
  });

  it('are set over HTTP by who may, whose secret is shown once', async () => {
    const key = await test.service.key({ scopes: ['webhooks:write'] });
    const http = request(test.service.app.getHttpServer());
    const ask = (method: 'get' | 'post' | 'delete', path: string, body?: object) =>
      http[method](path).set('authorization', `Bearer ${key}`).send(body);
    const { body: made } = await ask('post', '/v1/webhooks', { url: 'https://example.com/verdict' }).expect(201);
    expect(made.secret).toMatch(/^whsec_/);
    const { body: listed } = await ask('get', '/v1/webhooks').expect(200);
    expect(listed.webhooks).toMatchObject([{ id: made.id, secrets: 1, pending: 0, failed: 0 }]);
    expect(JSON.stringify(listed)).not.toContain(made.secret);
    await ask('post', `/v1/webhooks/${made.id}/rotate`, {}).expect(200);
    await ask('get', `/v1/webhooks/${made.id}/deliveries`).expect(200);
    await ask('post', '/v1/webhooks', { url: 'ftp://example.com' }).expect(400);
    await ask('post', '/v1/webhooks', { url: 'https://me:secret@example.com' }).expect(400);
    await ask('delete', `/v1/webhooks/${made.id}`).expect(204);
    await ask('delete', `/v1/webhooks/${made.id}`).expect(404);
  });
});
