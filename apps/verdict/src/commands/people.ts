import { randomBytes } from 'node:crypto';
import { Option, type Command } from 'commander';
import { AccessModule, KeyService, PeopleService } from '#libs/access';
import { loadConfig } from '#libs/config';
import { newKeySchema, newPersonSchema, roles, scopes, type Role, type ScopeName } from '#libs/contracts';
import { createService } from '#libs/service';
import type { HttpService } from '#libs/http';
import { PlainError } from '../plain-error.js';

export function registerPeople(program: Command): void {
  const people = program
    .command('people')
    .description('Add people and keys where nobody can sign in yet (a fresh deployment).');
  people
    .command('add')
    .description('Add a person; the password is made here and shown once.')
    .requiredOption('--email <address>', 'what they sign in with')
    .requiredOption('--name <name>', 'what others see')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).default('admin'))
    .action((options: { email: string; name: string; role: Role }) =>
      withAccess(async (app) => {
        const password = randomBytes(18).toString('base64url');
        const person = newPersonSchema.parse({ ...options, password });
        await app.get(PeopleService, { strict: false }).add(person);
        process.stdout.write(`${person.email} signs in with the password ${password}\n`);
      }),
    );
  people
    .command('add-key')
    .description('Make a key for a machine; it is shown once.')
    .requiredOption('--name <name>', 'what it is for')
    .option('--test', 'what it writes stays out of everything live')
    .option('--scopes <scopes...>', `any of ${scopes.join(', ')}`)
    .action((options: { name: string; test?: boolean; scopes?: ScopeName[] }) =>
      withAccess(async (app) => {
        const key = newKeySchema.parse({
          kind: 'app',
          name: options.name,
          live: options.test !== true,
          scopes: options.scopes,
        });
        const { token } = await app.get(KeyService, { strict: false }).add(key);
        process.stdout.write(`${token}\n`);
      }),
    );
}

async function withAccess(work: (app: HttpService) => Promise<void>): Promise<void> {
  const config = loadConfig();
  if (config.databaseUrl === undefined)
    throw new PlainError('Set DATABASE_URL; on one machine `npm start` prints how to sign in.');
  const app = await createService({ config, name: 'command', title: 'Verdict', modules: [AccessModule], quiet: true });
  try {
    await app.init();
    await work(app);
  } finally {
    await app.close();
  }
}
