import { Redis } from 'ioredis';

/**
 * A connection for commands that a request waits for: with the server away a command fails at once
 * (`enableOfflineQueue: false`) or after `commandTimeoutMs`, and the connection goes on trying in the background.
 */
export function createRedis(
  url: string,
  options: { readonly commandTimeoutMs?: number; readonly name: string },
): Redis {
  const redis = new Redis(url, {
    connectionName: options.name,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1_000),
    ...(options.commandTimeoutMs === undefined ? {} : { commandTimeout: options.commandTimeoutMs }),
  });
  // Whoever sends a command hears of the failure; without a listener ioredis prints each attempt.
  redis.on('error', () => undefined);
  return redis;
}

/** Where a queue's connections go; the part of ioredis' options that BullMQ is given. */
export interface QueueConnection {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: object;
  readonly maxRetriesPerRequest: number | null;
  readonly enableOfflineQueue?: boolean;
  readonly retryStrategy: (attempt: number) => number;
}

/** What BullMQ needs of a connection: blocking commands wait for ever, and outlive a restart of the server. */
export function queueConnection(url: string): QueueConnection {
  const { hostname, port, username, password, pathname, protocol } = new URL(url);
  const database = Number(pathname.slice(1) || 0);
  return {
    host: hostname,
    port: Number(port || 6379),
    db: Number.isNaN(database) ? 0 : database,
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1_000),
  };
}
