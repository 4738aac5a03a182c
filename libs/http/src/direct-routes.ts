import { ForbiddenException, type CanActivate, type PipeTransform, type Type } from '@nestjs/common';
import {
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  HEADERS_METADATA,
  HTTP_CODE_METADATA,
  INTERCEPTORS_METADATA,
  PIPES_METADATA,
} from '@nestjs/common/constants.js';
import { ApplicationConfig } from '@nestjs/core';
import { FORBIDDEN_MESSAGE } from '@nestjs/core/guards/constants.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { declaredIn } from './decorators.js';
import { DirectContext } from './direct-context.js';
import { parametersOf } from './direct-parameters.js';

interface Header {
  readonly name: string;
  readonly value: string;
}

type Method = (...parameters: unknown[]) => unknown;

/** Gives what is to be sent, at once or later; undefined once that is sent. */
export type DirectHandler = (request: FastifyRequest, reply: FastifyReply) => unknown;

/**
 * Routes whose rules say `direct` are answered without Nest's router: the application's guards, the parameters with the
 * application's pipes, the method and the reply follow one another at once, and wait only for what is a promise. The router
 * makes eight promises for each request; they were a fifth of the time of an answer that needs none (ADR 16). What a route
 * does stays in its decorators, and what it answers is the same: a test holds the two to that.
 */
export function answerDirectly(app: NestFastifyApplication): void {
  const configuration = app.get(ApplicationConfig);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      const declared = declaredIn(route.config ?? {});
      if (declared?.rules.direct !== true) return;
      const { controller, method } = declared;
      refuseOwn(controller, method);
      if (configuration.getGlobalInterceptors().length > 0) throw new Error('Direct routes know no interceptors.');
      const guards = configuration.getGlobalGuards();
      const pipes = configuration.getGlobalPipes();
      const usualStatus = route.method === 'POST' ? 201 : 200;
      route.handler = handlerOf(app.get<object>(controller, { strict: false }), method, { guards, pipes, usualStatus });
    });
}

interface Around {
  readonly guards: readonly CanActivate[];
  readonly pipes: readonly PipeTransform[];
  /** Where the route names none. */
  readonly usualStatus: number;
}

function handlerOf(instance: object, name: string, { guards, pipes, usualStatus }: Around): DirectHandler {
  const controller = instance.constructor as Type;
  const method = methodOf(controller, name);
  const parameters = parametersOf(controller, name, pipes);
  const status = (Reflect.getMetadata(HTTP_CODE_METADATA, method) ?? usualStatus) as number;
  const headers = ((Reflect.getMetadata(HEADERS_METADATA, method) ?? []) as readonly Header[]).map(
    (header) => [header.name.toLowerCase(), header.value] as const,
  );
  const answer = (given: unknown[], reply: FastifyReply): unknown => {
    const result = method.apply(instance, given);
    // Fastify sends what is returned, or what it resolves to, but nothing at all for undefined.
    return result === undefined ? void reply.send() : result;
  };
  const proceed = (request: FastifyRequest, reply: FastifyReply, context: DirectContext): unknown => {
    void reply.code(status);
    for (const [header, value] of headers) void reply.header(header, value);
    const given: unknown[] = [];
    let awaited: Promise<unknown>[] | undefined;
    for (let index = 0; index < parameters.length; index++) {
      const value = (given[index] = parameters[index]?.(request, reply, context));
      // A reply has a `then` too, and comes last.
      if (value instanceof Promise) (awaited ??= []).push(value.then((late: unknown) => (given[index] = late)));
    }
    return awaited === undefined ? answer(given, reply) : Promise.all(awaited).then(() => answer(given, reply));
  };
  return (request, reply) => {
    const context = new DirectContext(request, reply, controller, method);
    const admitted = admit(guards, context);
    return admitted === undefined
      ? proceed(request, reply, context)
      : admitted.then(() => proceed(request, reply, context));
  };
}

/** Asks one guard after another; undefined once all have agreed at once. */
function admit(guards: readonly CanActivate[], context: DirectContext, from = 0): Promise<void> | undefined {
  for (let index = from; index < guards.length; index++) {
    const verdict = guards[index]?.canActivate(context);
    if (verdict === true) continue;
    return Promise.resolve(verdict).then((late) => {
      if (late !== true) throw new ForbiddenException(FORBIDDEN_MESSAGE);
      return admit(guards, context, index + 1);
    });
  }
  return undefined;
}

function methodOf(controller: Type, name: string): Method {
  return (controller.prototype as Readonly<Record<string, Method>>)[name] as Method;
}

/** What is one route's own would be passed over here. */
function refuseOwn(controller: Type, name: string): void {
  const kinds = [GUARDS_METADATA, PIPES_METADATA, INTERCEPTORS_METADATA, EXCEPTION_FILTERS_METADATA];
  for (const place of [controller, methodOf(controller, name)])
    if (kinds.some((kind) => Reflect.getMetadata(kind, place) !== undefined))
      throw new Error(
        `${controller.name}.${name} is direct, and has guards, pipes, interceptors or filters of its own.`,
      );
}
