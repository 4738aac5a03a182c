import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { VerdictError } from '#libs/errors';
import { problemOf } from './problem.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = problemOf(error, request.id);
    if (problem.status >= 500 && !(error instanceof VerdictError))
      this.logger.error({
        message: error instanceof Error ? error.message : 'A non-error was thrown.',
        request_id: request.id,
        method: request.method,
        route: request.routeOptions.url,
        stack: error instanceof Error ? error.stack : undefined,
      });
    if (reply.sent) return;
    if (error instanceof VerdictError && error.retryAfterSeconds !== undefined)
      void reply.header('retry-after', String(error.retryAfterSeconds));
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="verdict"');
    void reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}
