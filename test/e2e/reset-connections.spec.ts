import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Metrics } from '#libs/http';
import { FlagService } from '../support/flags.js';

let flags: FlagService;
let port: number;

beforeAll(async () => {
  flags = await FlagService.start();
  await flags.service.app.listen(0, '127.0.0.1');
  ({ port } = flags.service.app.getHttpServer().address() as AddressInfo);
});
afterAll(() => flags.close());

/** Whole requests whose client does not stay for an answer. */
async function reset(path: string): Promise<void> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`, () => socket.resetAndDestroy());
  await once(socket, 'close');
}

it('a client that resets its connection is no error of ours, and leaves no stream open', async () => {
  const errors = jest.spyOn(process.stderr, 'write');
  const figures = (): Promise<string> => flags.service.app.get(Metrics).text();
  const key = await flags.service.key({ kind: 'client' });
  const paths = [`/sub/${key}`, `/api/features/${key}`, '/api/features/nobody', '/v1/flags'];
  // Until the system has told often enough that the connection of a request has no address any more.
  const goneAt =
    /^verdict_http_request_duration_seconds_count\{method="GET",route="\/sub\/:clientKey",status="(400|5\d\d)"\} \d\d/m;
  while (!goneAt.test(await figures())) await Promise.all(paths.flatMap((path) => Array(10).fill(path)).map(reset));
  while (!/^verdict_event_streams 0$/m.test(await figures())) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await figures()).not.toMatch(/status="5/);
  expect(errors.mock.calls).toEqual([]);
  errors.mockRestore();
});
