import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  createParamDecorator,
  Header,
  Headers,
  HttpCode,
  Module,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { conflict, unauthenticated } from '#libs/errors';
import { Rules } from './decorators.js';
import { HttpModule } from './http.module.js';
import { createHttpService, type HttpService } from './service.js';

/** What a request's header asks the guard to do. */
class Guard implements CanActivate {
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (headers['x-guard'] === 'refuse') throw unauthenticated('No.');
    if (headers['x-guard'] === 'refuse later') return Promise.reject(unauthenticated('No, later.'));
    if (headers['x-guard'] === 'deny') return false;
    return headers['x-guard'] === 'later' ? Promise.resolve(true) : true;
  }
}

const Place = createParamDecorator((_: unknown, context: ExecutionContext) =>
  [context.getClass().name, context.getHandler().name, context.getType()].join(' '),
);

const bodySchema = z.strictObject({ how: z.string(), number: z.number().default(7) });
const querySchema = z.object({
  late: z
    .string()
    .transform((text) => Promise.resolve(text))
    .optional(),
});

/** The same method, answered directly or by Nest's router. */
function controllerAt(path: string, direct: boolean): Type {
  @Controller(path)
  class SameController {
    @Post(':id')
    @HttpCode(202)
    @Header('Cache-Control', 'no-store')
    @Rules({ direct })
    answer(
      @Param('id') id: string,
      @Body({ schema: bodySchema }) { how, number }: z.output<typeof bodySchema>,
      @Query({ schema: querySchema }) query: object,
      @Place() place: string,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): unknown {
      if (how === 'nothing') return void reply.code(304);
      if (how === 'throw') throw conflict('Taken.');
      if (how === 'break') throw new Error('broken');
      if (how === 'reject') return Promise.reject(conflict('Taken, later.'));
      const answer = { id, number, query, place };
      if (how === 'text') return JSON.stringify(answer);
      return how === 'later' ? Promise.resolve(answer) : answer;
    }

    @Post(':id/request')
    @Rules({ direct })
    request(@Headers('x-extra') extra: string, @Headers() headers: object, @Req() { url }: FastifyRequest): object {
      return { extra, names: Object.keys(headers), url };
    }
  }
  return SameController;
}

@Module({
  imports: [HttpModule],
  controllers: [controllerAt('direct', true), controllerAt('routed', false)],
  providers: [{ provide: APP_GUARD, useClass: Guard }],
})
class SameModule {}

const options = {
  title: 'Test',
  limits: { bodyBytes: 1_000, batchBytes: 1_000 },
  logLevel: 'fatal',
  trustProxy: false,
  quiet: true,
} as const;

describe('a direct route', () => {
  let app: HttpService;
  let url: string;

  beforeAll(async () => {
    app = await createHttpService(SameModule, options);
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  const ask = async (path: string, body: object | string, headers: Record<string, string>, query: string) => {
    const response = await fetch(`${url}/${path}${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'the-same-one', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const { date: _, ...others }: Record<string, string> = Object.fromEntries(response.headers);
    const text = (await response.text())
      .replaceAll(/(direct|routed)/g, 'path')
      .replaceAll(/"instance":"[^"]+"/g, '"instance":"…"');
    return { status: response.status, headers: others, body: text };
  };

  const cases: readonly [string, object | string, Record<string, string>, string, number][] = [
    ['an object', { how: 'at once', number: 3 }, {}, '', 202],
    ['what is asked by headers and URL', {}, { 'x-extra': 'yes' }, '/request?a=b', 201],
    ['a text', { how: 'text' }, {}, '', 202],
    ['nothing', { how: 'nothing' }, {}, '', 304],
    ['what comes later', { how: 'later' }, {}, '', 202],
    ['behind a guard that takes its time', { how: 'text' }, { 'x-guard': 'later' }, '', 202],
    ['with a parameter that takes its time', { how: 'text' }, {}, '?late=x', 202],
    ['no body that breaks its schema', { how: 1, more: true }, {}, '', 400],
    ['no body that is not JSON', '{', {}, '', 400],
    ['nobody whom the guard refuses', { how: 'text' }, { 'x-guard': 'refuse' }, '', 401],
    ['nobody whom it refuses later', { how: 'text' }, { 'x-guard': 'refuse later' }, '', 401],
    ['nobody to whom it says no', { how: 'text' }, { 'x-guard': 'deny' }, '', 403],
    ['an error of ours', { how: 'throw' }, {}, '', 409],
    ['an error of ours, later', { how: 'reject' }, {}, '', 409],
    ['a defect, with fixed text', { how: 'break' }, {}, '', 500],
  ];

  it.each(cases)('answers as the router does: %s', async (_, body, headers, query, status) => {
    const direct = await ask('direct/a%20b', body, headers, query);
    expect(direct.status).toBe(status);
    expect(direct).toEqual(await ask('routed/a%20b', body, headers, query));
  });

  it.each(cases)('answers as the router does where a request is plain: %s', async (_, body, headers, query, status) => {
    const [plain, routed] = [
      await ask('direct/ab', body, headers, query),
      await ask('routed/ab', body, headers, query),
    ];
    expect(plain.status).toBe(status);
    // The framework ends a connection whose body it could not read; this one was read to its end.
    for (const answer of [plain, routed]) for (const name of ['connection', 'keep-alive']) delete answer.headers[name];
    expect(plain).toEqual(routed);
  });

  it('is refused at the start where a guard of its own would be passed over', async () => {
    class OwnController {
      answer(): string {
        return 'unguarded';
      }
    }
    const method = Object.getOwnPropertyDescriptor(OwnController.prototype, 'answer') as PropertyDescriptor;
    Controller('own')(OwnController);
    for (const decorate of [Post(), Rules({ direct: true }), UseGuards(Guard)] as MethodDecorator[])
      decorate(OwnController.prototype, 'answer', method);
    class OwnModule {}
    Module({ imports: [HttpModule], controllers: [OwnController] })(OwnModule);
    const own = await createHttpService(OwnModule, options);
    await expect(own.init()).rejects.toThrow('OwnController.answer is direct');
    await own.close();
  });
});
