// s3rver has no types of its own: what the tests use of it.
declare module 's3rver' {
  import type { Server } from 'node:http';

  interface Context {
    query: Record<string, string | undefined>;
    body?: { ListBucketResult?: { Contents: { Key: string }[]; IsTruncated: boolean; NextContinuationToken?: string } };
  }

  export default class S3rver {
    constructor(options: { address: string; port: number; silent: boolean; directory: string; vhostBuckets: boolean });
    store: object;
    readonly context: { store: object };
    readonly middleware: ((context: Context, next: () => Promise<void>) => Promise<void>)[];
    readonly httpServer: Server;
    run(): Promise<{ port: number }>;
    close(): Promise<void>;
  }
}

declare module 's3rver/lib/models/account.js' {
  export const DUMMY_ACCOUNT: { createKeyPair(id: string, secret: string): void };
}

declare module 's3rver/lib/stores/filesystem.js' {
  import type { Readable } from 'node:stream';

  export interface Written {
    readonly size: number;
    readonly md5: string;
  }

  export default class FilesystemStore {
    constructor(directory: string);
    getResourcePath(bucket: string, key: string | undefined, resource: string): string;
    listObjects(bucket: string, options: object): Promise<{ objects: object[]; isTruncated: boolean }>;
    putMetadata(bucket: string, key: string, metadata: object, md5: string): Promise<void>;
    putObject(object: { bucket: string; key: string; content: Readable; metadata: object }): Promise<Written>;
    putPart(bucket: string, upload: string, part: number, content: Readable): Promise<Written>;
  }
}
