import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Principal, ScopeName } from '#libs/contracts';

export const scopeKey = 'verdict:scope';
export const publicKey = 'verdict:public';

/** A request behind the guard: it knows who asks. */
export type CallerRequest = FastifyRequest & { principal?: Principal };

/** The scope that a route needs; the guard refuses a route that names none. */
export const Scope = (scope: ScopeName): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(scopeKey, scope), ApiSecurity('key'));

/** A route for strangers: health, signing in, the API's description. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(publicKey, true);

/** Bytes that a route takes as its body, once decompressed, where the usual limit is too small. */
export const BodyLimit = (bytes: number): MethodDecorator => RouteConfig({ bodyLimit: bytes });

/** Who asks. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<CallerRequest>();
  if (principal === undefined) throw new Error('A route that asks for its caller must not be public.');
  return principal;
});

/** The limit that a route declared by `BodyLimit`, if any. */
export function bodyLimitOf(request: FastifyRequest): number | undefined {
  const { config } = request.routeOptions;
  return 'bodyLimit' in config && typeof config.bodyLimit === 'number' ? config.bodyLimit : undefined;
}
