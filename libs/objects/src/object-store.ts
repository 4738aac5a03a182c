import type { Readable } from 'node:stream';

/** The injection token of the object storage. */
export const OBJECTS = Symbol('OBJECTS');

/** Named bytes: what the buckets, snapshots and large answers lie in. `testing/conformance.ts` is what each store must do. */
export interface ObjectStore {
  /** The whole object or nothing, durable when it resolves; one of that name is replaced. */
  put(name: string, content: Buffer | string | Readable): Promise<void>;
  /** @throws VerdictError `not_found` */
  get(name: string): Promise<Readable>;
  /** @throws VerdictError `not_found` */
  read(name: string): Promise<Buffer>;
  /** The names that begin with `prefix`, in the order of their bytes. */
  list(prefix: string): Promise<string[]>;
  exists(name: string): Promise<boolean>;
  /** An object that is not there is deleted already. */
  delete(name: string): Promise<void>;
  /**
   * Removes what writes whose process died before `before` have left beside the objects, and tells how many; never one that
   * is still under way. For stores that nobody else keeps clean.
   */
  sweep?(before: Date): Promise<number>;
  /** Where a program that reads only files finds the object, for stores that keep them. */
  localPath?(name: string): string;
  /** Where a server that fetches by itself finds the object: `s3://bucket/key`. */
  url?(name: string): string;
}
