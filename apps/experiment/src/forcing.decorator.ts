import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { forceHeader, type Asked } from '#libs/experimentation';

type Request = FastifyRequest<{ Querystring: { force?: unknown } }>;

/** The variants that a request asks for; undefined where it asks for none, as nearly all. */
export const ForcedVariants = createParamDecorator((_: unknown, context: ExecutionContext): Asked | undefined => {
  const request = context.switchToHttp().getRequest<Request>();
  const header = request.headers[forceHeader];
  const query = request.query.force;
  return header === undefined && query === undefined ? undefined : { header, query };
});

const description = 'variants to try out: they are answered with the reason `forced`, and stay out of the analysis';

/** Describes what `ForcedVariants` reads. */
export const TakesForced = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({ name: forceHeader, required: false, description, example: 'experiment=variant' }),
    ApiQuery({ name: 'force', required: false, description, example: 'experiment:variant' }),
  );
