import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Query } from '@nestjs/common';
import { HttpModule } from './http.module.js';
import { createHttpService, type HttpService } from './service.js';

@Controller()
class TextController {
  @Get('text')
  text(@Query('of') of: string): string {
    return of;
  }
}

@Module({ imports: [HttpModule], controllers: [TextController] })
class TextModule {}

describe('answers in one piece', () => {
  let app: HttpService;
  const gathered: number[] = [];

  beforeAll(async () => {
    app = await createHttpService(TextModule, {
      title: 'Test',
      limits: { bodyBytes: 1_000, batchBytes: 1_000 },
      logLevel: 'fatal',
      trustProxy: false,
      quiet: true,
    });
    // Before the service's own listener: what it replaces tells how many pieces were gathered.
    app.getHttpServer().prependListener('connection', (socket) => {
      const gather = socket._writev?.bind(socket);
      socket._writev = (pieces, done) => {
        gathered.push(pieces.length);
        gather?.(pieces, done);
      };
    });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(() => app.close());

  const said = async (request: string): Promise<string> => {
    const socket = connect((app.getHttpServer().address() as AddressInfo).port, '127.0.0.1');
    socket.end(request);
    let text = '';
    for await (const chunk of socket.setEncoding('utf8')) text += String(chunk);
    return text;
  };
  const asking = (text: string) => `GET /text?of=${encodeURIComponent(text)} HTTP/1.1\r\nHost: a\r\n\r\n`;

  it('leave without being gathered, letters of other scripts whole', async () => {
    const answer = await said(asking('größer 漢字 😀'));
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer.split('\r\n\r\n')[1]).toBe('größer 漢字 😀');
    expect(gathered).toEqual([]);
  });

  it('leave in the order of their requests where a client sends several at once', async () => {
    const answers = await said(['a', 'b', 'c'].map(asking).join(''));
    expect(answers.split(/HTTP\/1\.1 200 OK/).map((one) => one.split('\r\n\r\n')[1])).toEqual([
      undefined,
      'a',
      'b',
      'c',
    ]);
  });
});
