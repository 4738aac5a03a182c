import type { ArgumentMetadata, ExecutionContext, Paramtype, PipeTransform, Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a parameter's decorator left behind: its place, and what it was given. */
interface Declared {
  readonly index: number;
  readonly data?: unknown;
  readonly schema?: ArgumentMetadata['schema'];
  readonly pipes?: readonly unknown[];
  /** Of `createParamDecorator`. */
  readonly factory?: (data: unknown, context: ExecutionContext) => unknown;
}

/** One argument of a route's method, for one request. */
export type Parameter = (request: FastifyRequest, reply: FastifyReply, context: ExecutionContext) => unknown;

type Reader = (request: FastifyRequest, reply: FastifyReply) => unknown;

/**
 * The parameters of a route's method in their order, each read and then transformed by the application's pipes; a pipe may
 * give a promise.
 * @throws Error for a decorator that direct routes do not know
 */
export function parametersOf(controller: Type, method: string, pipes: readonly PipeTransform[]): Parameter[] {
  const declared = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, Declared>;
  const parameters: Parameter[] = [];
  for (const [key, one] of Object.entries(declared)) {
    if ((one.pipes ?? []).length > 0) throw new Error(`${controller.name}.${method} has pipes of its own.`);
    parameters[one.index] = parameterOf(key, one, pipes, `${controller.name}.${method}`);
  }
  return parameters;
}

function parameterOf(key: string, declared: Declared, pipes: readonly PipeTransform[], place: string): Parameter {
  const { data, factory } = declared;
  if (factory !== undefined) return (_request, _reply, context) => factory(data, context);
  const type = Number(key.split(':')[0]) as RouteParamtypes;
  const read = readerOf(type, typeof data === 'string' ? data : undefined, place);
  const known = paramtypes.get(type);
  if (known === undefined) return read;
  const metadata = { type: known, ...declared } as ArgumentMetadata;
  return (request, reply) => {
    let value = read(request, reply);
    for (const pipe of pipes) value = pipe.transform(value, metadata);
    return value;
  };
}

/** Those that pipes are asked about. */
const paramtypes = new Map<RouteParamtypes, Paramtype>([
  [RouteParamtypes.BODY, 'body'],
  [RouteParamtypes.QUERY, 'query'],
  [RouteParamtypes.PARAM, 'param'],
]);

function readerOf(type: RouteParamtypes, name: string | undefined, place: string): Reader {
  const part = (whole: unknown): unknown =>
    name === undefined ? whole : (whole as Readonly<Record<string, unknown>>)[name];
  switch (type) {
    case RouteParamtypes.BODY:
      return ({ body }) => part(body);
    case RouteParamtypes.QUERY:
      return ({ query }) => part(query);
    case RouteParamtypes.PARAM:
      return ({ params }) => part(params);
    case RouteParamtypes.HEADERS:
      return ({ headers }) => part(headers);
    case RouteParamtypes.REQUEST:
      return (request) => request;
    case RouteParamtypes.RESPONSE:
      return (_request, reply) => reply;
    default:
      throw new Error(`${place} has a parameter that a direct route does not know.`);
  }
}
