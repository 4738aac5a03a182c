import {
  Catch,
  Logger,
  MethodNotAllowedException,
  NotFoundException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { VerdictError } from '#libs/errors';
import { rulesOf } from './decorators.js';
import { problemOf } from './problem.js';
import type { RouteTable } from './route-table.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(
    private readonly routes: RouteTable,
    private readonly explain: (error: unknown) => VerdictError | undefined = () => undefined,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.refuse(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Answers a request that something went wrong with. */
  refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (error instanceof NotFoundException) this.answerNowhere(request, reply);
    else this.answer(this.explain(error) ?? error, request, reply);
  }

  /** No route: nothing is there, or what is there answers to other methods. */
  private answerNowhere(request: FastifyRequest, reply: FastifyReply): void {
    const methods = this.routes.methodsAt(request.url);
    if (methods.length === 0)
      return this.answer(new NotFoundException('Nothing is served here; /docs has the routes.'), request, reply);
    const allowed = [...methods, 'OPTIONS'].join(', ');
    void reply.header('allow', allowed);
    if (request.method === 'OPTIONS') void reply.code(204).send();
    else this.answer(new MethodNotAllowedException(`This path answers to ${allowed}.`), request, reply);
  }

  private answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
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
    const { refusal, refusalStatus } = rulesOf(request);
    void reply
      .code(refusalStatus?.(problem) ?? problem.status)
      .type(refusal === undefined ? 'application/problem+json' : 'application/json')
      .send(JSON.stringify(refusal?.(problem, request) ?? problem));
  }
}
