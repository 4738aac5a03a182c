import { UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { escapePart, invalid } from '#libs/errors';

const mostNamed = 20;

class RefuseBody implements CanActivate {
  canActivate(context: ExecutionContext): true {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    if (body === undefined || body === null) return true;
    if (typeof body !== 'object' || Array.isArray(body))
      throw invalid('This route takes no body.', [{ pointer: '', rule: 'no_body', detail: 'send none, or {}' }]);
    const names = Object.keys(body);
    if (names.length === 0) return true;
    throw invalid(
      'This route takes no fields.',
      names.slice(0, mostNamed).map((name) => ({
        pointer: `/${escapePart(name)}`,
        rule: 'unknown_field',
        detail: 'no such field here',
      })),
    );
  }
}

/** A route that is told all by its path: a body with fields is a mistake of whoever sends it. */
export const NoBody = (): MethodDecorator => UseGuards(RefuseBody);
