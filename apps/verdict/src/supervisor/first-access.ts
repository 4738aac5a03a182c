import { KeyService, PeopleService } from '#libs/access';
import { VerdictError } from '#libs/errors';
import type { HttpService } from '#libs/http';
import { scopes } from '#libs/contracts';
import { RuleService } from '#libs/trust';
import type { Secrets } from './data-folder.js';

export const firstEmail = 'admin@verdict.local';

/** Rules to begin with, somebody to sign in as, a live and a test key for the app, and one for the command line; made once. */
export async function ensureFirstAccess(app: HttpService, secrets: Secrets): Promise<void> {
  await app.init();
  await app.get(RuleService, { strict: false }).seedDefaults();
  const people = app.get(PeopleService, { strict: false });
  const keys = app.get(KeyService, { strict: false });
  await people
    .add({ email: firstEmail, name: 'Admin', role: 'admin', password: secrets.adminPassword })
    .catch((error: unknown) => {
      if (!(error instanceof VerdictError && error.kind === 'conflict')) throw error;
    });
  await keys.ensure({ kind: 'app', name: 'app', live: true }, secrets.appKey);
  await keys.ensure({ kind: 'app', name: 'app (test)', live: false }, secrets.testKey);
  await keys.ensure({ kind: 'app', name: 'command line', live: true, scopes: [...scopes] }, secrets.commandKey);
}
