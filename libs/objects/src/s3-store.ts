import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  type GetObjectCommandOutput,
} from '@aws-sdk/client-s3';
import type { S3Location } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { checkObjectName, folderOfPrefix, isObjectName } from './object-name.js';
import type { ObjectStore } from './object-store.js';
import { createS3Client, type S3Limits } from './s3-client.js';
import { download } from './s3-download.js';
import { isMissing, s3Failure } from './s3-failure.js';
import { upload, type Place } from './s3-upload.js';

/** Objects in a bucket of S3, or of a server that speaks its protocol. An object appears whole when its upload completes. */
export class S3Store implements ObjectStore {
  private readonly client;

  constructor(
    private readonly location: S3Location,
    limits?: S3Limits,
  ) {
    this.client = createS3Client(location, limits);
  }

  async put(name: string, content: Buffer | string | Readable): Promise<void> {
    const place = this.place(name);
    if (typeof content === 'string') await this.putBytes(place, Buffer.from(content));
    else if (Buffer.isBuffer(content)) await this.putBytes(place, content);
    else await upload(this.client, place, content, (error) => this.failure(error));
  }

  async get(name: string): Promise<Readable> {
    const first = await this.open(name);
    const stream = Readable.from(this.bytes(name, first), { objectMode: false });
    // A stream that nobody reads has not begun, and would hold its connection.
    return stream.once('close', () => (first.Body as Readable).destroy());
  }

  async read(name: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.bytes(name, await this.open(name))) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** Names that are not ours, as the empty objects with which consoles show folders, are left out. */
  async list(prefix: string): Promise<string[]> {
    folderOfPrefix(prefix);
    const { bucket, prefix: own } = this.location;
    const names: string[] = [];
    const pages = paginateListObjectsV2({ client: this.client }, { Bucket: bucket, Prefix: `${own}${prefix}` });
    const all = async (): Promise<void> => {
      for await (const { Contents = [] } of pages) names.push(...Contents.map(({ Key = '' }) => Key.slice(own.length)));
    };
    await this.ask(all());
    return names.filter(isObjectName).sort();
  }

  /** By a listing of one: the 404 of a HEAD has no body, and does not tell a missing object from a missing bucket. */
  async exists(name: string): Promise<boolean> {
    const { Bucket, Key } = this.place(name);
    const command = new ListObjectsV2Command({ Bucket, Prefix: Key, MaxKeys: 1 });
    const { Contents = [] } = await this.ask(this.client.send(command));
    return Contents[0]?.Key === Key;
  }

  async delete(name: string): Promise<void> {
    await this.ask(this.client.send(new DeleteObjectCommand(this.place(name))));
  }

  url(name: string): string {
    const { Bucket, Key } = this.place(name);
    return `s3://${Bucket}/${Key}`;
  }

  private open(name: string): Promise<GetObjectCommandOutput> {
    return this.client.send(new GetObjectCommand(this.place(name))).catch((error: unknown) => {
      throw isMissing(error) ? notFound(`No object ${name}.`) : this.failure(error);
    });
  }

  private async *bytes(name: string, first: GetObjectCommandOutput): AsyncGenerator<Buffer> {
    try {
      yield* download(first, (rest) => this.client.send(new GetObjectCommand({ ...this.place(name), ...rest })));
    } catch (error) {
      throw this.failure(error);
    }
  }

  private async putBytes(place: Place, bytes: Buffer): Promise<void> {
    await this.ask(this.client.send(new PutObjectCommand({ ...place, Body: bytes, ContentLength: bytes.length })));
  }

  private place(name: string): Place {
    checkObjectName(name);
    return { Bucket: this.location.bucket, Key: `${this.location.prefix}${name}` };
  }

  private ask<Answer>(answer: Promise<Answer>): Promise<Answer> {
    return answer.catch((error: unknown) => {
      throw this.failure(error);
    });
  }

  private failure(error: unknown): unknown {
    return s3Failure(error, this.location);
  }
}
