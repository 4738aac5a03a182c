import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { NotAcceptableException } from '@nestjs/common';
import { projectRoot } from '#libs/config';
import type { HttpService } from '#libs/http';
import { formWanted, hasTwoForms, isPermalink } from './two-forms.js';

/** Paths of the services; everything else that a browser asks for is a page of the console. Below `/metrics` are pages. */
const servicePath = /^\/((v1|api|sub|ofrep|health|docs|openapi|import|assets)(\/|$|\?|\.)|metrics($|\?))/;

export const isServicePath = (url: string): boolean => servicePath.test(url);

const contentSecurity =
  "default-src 'self'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/** Serves the console's static pages at `/`; a path that is no file and no service's shows the page that routes itself. */
export async function serveConsole(app: HttpService): Promise<void> {
  const folder = join(projectRoot(), 'dist/apps/console');
  if (!existsSync(join(folder, 'index.html'))) return;
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onSend', (request, reply, payload, done) => {
    // By `Accept` it is a page or the data.
    if (hasTwoForms(request.originalUrl)) void reply.header('vary', 'accept');
    done(null, payload);
  });
  server.get('/*', (request, reply) => {
    if (isPermalink(request.url) && formWanted(request.headers.accept) === undefined)
      throw new NotAcceptableException('What ran in the warehouse is shown as text/html or application/json.');
    const wantsPage = (request.headers.accept ?? '').includes('text/html') && !isServicePath(request.url);
    if (!wantsPage) return reply.callNotFound();
    return reply
      .header('content-security-policy', contentSecurity)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'same-origin')
      .header('cache-control', 'no-cache')
      .sendFile('index.html');
  });
}
