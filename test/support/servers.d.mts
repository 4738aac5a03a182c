export function freePort(): Promise<number>;
export function startServers(): Promise<{
  readonly postgresUrl: string;
  readonly redisUrl: string;
  stop(): Promise<void>;
}>;
export function startRedis(): Promise<{
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}>;
export function startPostgres(): Promise<{ readonly url: string; stop(): Promise<void> }>;
