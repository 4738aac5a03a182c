import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Principal, ScopeName } from '#libs/contracts';
import type { Problem } from './problem.js';

export const scopeKey = 'verdict:scope';
export const publicKey = 'verdict:public';
export const testKeysKey = 'verdict:test-keys';

/** A request behind the guard: it knows who asks. */
export type CallerRequest = FastifyRequest & { principal?: Principal };

/** The scope that a route needs; the guard refuses a route that names none. */
export const Scope = (scope: ScopeName): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(scopeKey, scope), ApiSecurity('key'));

/** A route for strangers: health, signing in, the API's description. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(publicKey, true);

/** A test key only reads, but on these routes: they change nothing, or mark what it writes and keep it out of everything live. */
export const TestKeys = (): MethodDecorator & ClassDecorator => SetMetadata(testKeysKey, true);

/** What a route does, for its readers. */
export const Summary = (summary: string): MethodDecorator => ApiOperation({ summary });

/** A route that answers 304, without a body, to a caller who has already what it would answer; see `unlessKnown`. */
export const Revalidated = (): MethodDecorator =>
  applyDecorators(ApiResponse({ status: 200 }), ApiResponse({ status: 304 }));

/** What a route answers where its text is made already: the JSON of a value, at once or later. */
export type JsonText<_Value> = string | Promise<string>;

/** The same, where its bytes are. */
export type JsonBytes<_Value> = string | Buffer | Promise<string | Buffer>;

/** What a route does otherwise than the others. */
export interface RouteRules {
  /** Bytes of the body, once decompressed, where the route takes more or less than is usual. */
  readonly bodyLimit?: number;
  /** Items of the body are judged one by one: text that nothing can store refuses its item, not the whole. */
  readonly judgesItems?: boolean;
  /** Text that nothing can store is for the route to judge, field by field. */
  readonly judgesText?: boolean;
  /**
   * A name that would reach a prototype refuses the body, where it is otherwise taken away: a condition that lost its only
   * name would mean everybody.
   */
  readonly losesNoName?: boolean;
  /** Takes newline-delimited JSON too, as its bytes. */
  readonly takesLines?: boolean;
  /** Its good answer is a stream that goes on until somebody ends it: no time to measure. */
  readonly endless?: boolean;
  /** Busy: answered without Nest's router, which has promises for what it may have to wait for; see `answerDirectly`. */
  readonly direct?: boolean;
  /** Pages of other origins may ask, with a client's key. */
  readonly crossOrigin?: boolean;
  /** The body of a refusal, for clients that know another protocol than problem+json. */
  readonly refusal?: (problem: Problem, request: FastifyRequest) => object;
  /** The status of a refusal, where that protocol has others. */
  readonly refusalStatus?: (problem: Problem) => number;
}

/** Rules, and where they were declared. */
interface DeclaredRules {
  readonly rules: RouteRules;
  readonly controller: Type;
  readonly method: string;
}

/** Marks, in the description, a route whose refusals have the shape of its answer. */
export const ownRefusals = 'x-own-refusals';

export const Rules =
  (rules: RouteRules): MethodDecorator =>
  (target, method, descriptor) => {
    const declared: DeclaredRules = { rules, controller: target.constructor as Type, method: String(method) };
    RouteConfig(declared)(target, method, descriptor);
    if (rules.refusal !== undefined) ApiExtension(ownRefusals, true)(target, method, descriptor);
  };

/** Who asks. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<CallerRequest>();
  if (principal === undefined) throw new Error('A route that asks for its caller must not be public.');
  return principal;
});

const usual: RouteRules = {};

/** The rules that the route of a request declared. */
export const rulesOf = (request: FastifyRequest): RouteRules => rulesIn(request.routeOptions.config);

/** The rules in a route's configuration. */
export const rulesIn = (config: object): RouteRules => declaredIn(config)?.rules ?? usual;

/** The same, with the method that declared them; undefined for a route without rules. */
export const declaredIn = (config: object): DeclaredRules | undefined =>
  'rules' in config ? (config as DeclaredRules) : undefined;
