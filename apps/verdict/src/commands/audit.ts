import type { Command } from 'commander';
import type { AuditVerification } from '#libs/contracts';
import { askingServer, type AskingOptions } from '../client/server-options.js';
import { withServer } from '../client/with-server.js';
import { PlainError } from '../plain-error.js';
import { counted } from '../terminal/counted.js';
import { say, sayJson } from '../terminal/say.js';

export function registerAudit(program: Command): void {
  const audit = program.command('audit').description('What is known of who did what.');
  askingServer(
    audit.command('verify').description('Check the whole audit against its chain of hashes; fails where they differ.'),
    'audit:read',
  ).action(({ json, ...server }: AskingOptions) =>
    withServer(server, async (running) => {
      const found = await running.get<AuditVerification>('/v1/audit/verification');
      if (json === true) sayJson(found);
      else say(sentences(found));
      if (found.broken !== null)
        throw new PlainError(`The audit is broken at batch ${found.broken.batch}: ${found.broken.detail}.`);
    }),
  );
}

const sentences = ({ batches, rows, unchained, confirmed, head }: AuditVerification): string =>
  [
    `${counted(rows, 'row')} in ${counted(batches, 'batch', 'batches')} ${rows === 1 ? 'fits' : 'fit'} the chain; the buckets confirm ${confirmed}.`,
    `${counted(unchained, 'row')} ${unchained === 1 ? 'is' : 'are'} not chained yet.`,
    ...(head === null ? [] : [`Head: ${head}`]),
  ].join('\n');
