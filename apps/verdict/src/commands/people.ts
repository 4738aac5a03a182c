import { randomBytes } from 'node:crypto';
import { Option, type Command } from 'commander';
import { AccessModule, KeyService, PeopleService } from '#libs/access';
import { loadConfig } from '#libs/config';
import {
  keyEvaluations,
  newKeySchema,
  newPersonSchema,
  roles,
  scopes,
  type KeyEvaluation,
  type Role,
  type ScopeName,
} from '#libs/contracts';
import { createService } from '#libs/service';
import type { HttpService } from '#libs/http';
import type { RunningServer } from '../client/running-server.js';
import { withServer } from '../client/with-server.js';
import { given } from '../terminal/given.js';

export function registerPeople(program: Command): void {
  const people = program
    .command('people')
    .description(
      'Add people and keys where nobody can sign in yet: in the database of a fresh deployment, or of the data folder.',
    );
  people
    .command('add')
    .description('Add a person; the password is made here and shown once.')
    .requiredOption('--email <address>', 'what they sign in with')
    .requiredOption('--name <name>', 'what others see')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).default('admin'))
    .action(async (options: { email: string; name: string; role: Role }) => {
      const password = randomBytes(18).toString('base64url');
      const person = given(newPersonSchema, { ...options, password });
      await withPerimeter({
        direct: (app) => app.get(PeopleService, { strict: false }).add(person),
        asked: (server) => server.post('/v1/people', person),
      });
      process.stdout.write(`${person.email} signs in with the password ${password}\n`);
    });
  people
    .command('add-key')
    .description('Make a key for a machine; it is shown once.')
    .requiredOption('--name <name>', 'what it is for')
    .option('--test', 'what it writes stays out of everything live')
    .addOption(
      new Option(
        '--client <evaluation>',
        'for a page or an app that anybody can open; local shows them the rules',
      ).choices(keyEvaluations),
    )
    .addOption(
      new Option('--scopes <scopes...>', 'what it may do; that of an app or a client unless said').choices(scopes),
    )
    .action(async (options: { name: string; test?: boolean; client?: KeyEvaluation; scopes?: ScopeName[] }) => {
      const key = given(newKeySchema, {
        kind: options.client === undefined ? 'app' : 'client',
        name: options.name,
        live: options.test !== true,
        evaluation: options.client,
        scopes: options.scopes,
      });
      const { token } = await withPerimeter({
        direct: (app) => app.get(KeyService, { strict: false }).add(key),
        asked: (server) => server.post<{ token: string }>('/v1/keys', key),
      });
      process.stdout.write(`${token}\n`);
    });
}

/** In the database that DATABASE_URL names, for nobody can sign in there yet; else through the server of the data folder. */
async function withPerimeter<Result>(work: {
  readonly direct: (app: HttpService) => Promise<Result>;
  readonly asked: (server: RunningServer) => Promise<Result>;
}): Promise<Result> {
  const config = loadConfig();
  if (config.databaseUrl === undefined) return withServer({}, work.asked);
  const app = await createService({ config, name: 'command', title: 'Verdict', modules: [AccessModule], quiet: true });
  try {
    await app.init();
    return await work.direct(app);
  } finally {
    await app.close();
  }
}
