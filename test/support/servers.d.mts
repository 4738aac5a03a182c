export function freePort(): Promise<number>;
export function startServers(): Promise<{
  readonly postgresUrl: string;
  readonly redisUrl: string;
  stop(): Promise<void>;
}>;
