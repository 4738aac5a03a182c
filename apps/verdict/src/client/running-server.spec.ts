import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { RunningServer } from './running-server.js';

describe('RunningServer', () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.close();
  });

  const answering = async (statuses: readonly number[]): Promise<{ client: RunningServer; asked: () => number }> => {
    let asked = 0;
    server = createServer((_request, response) => {
      const status = statuses[Math.min(asked++, statuses.length - 1)] ?? 200;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status === 200 ? { state: 'done' } : { detail: 'Not now.' }));
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { client: new RunningServer(`http://127.0.0.1:${port}`, 'key', 1), asked: () => asked };
  };

  it('goes on watching work where the server is away for a while', async () => {
    const { client, asked } = await answering([503, 503, 200]);
    expect(await client.watch('/v1/jobs/1')).toEqual({ state: 'done' });
    expect(asked()).toBe(3);
  });

  it('says at once what the server refuses, and what it cannot do when it is asked once', async () => {
    const refusing = await answering([404]);
    await expect(refusing.client.watch('/v1/jobs/1')).rejects.toThrow('Not now.');
    expect(refusing.asked()).toBe(1);
    server?.close();
    const away = await answering([503]);
    await expect(away.client.get('/v1/jobs/1')).rejects.toThrow('Not now.');
    expect(away.asked()).toBe(1);
  });
});
