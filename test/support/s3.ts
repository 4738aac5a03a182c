import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { loadConfig } from '#libs/config';
import type { S3Location } from '#libs/contracts';
import { openObjectStore } from '#libs/objects';
import { startS3rver } from './s3rver.js';

/** A server for a suite: its own place on it is empty at the start, and again at the end. */
export interface S3Server {
  readonly location: S3Location;
  /** As BUCKET_URL has it. */
  readonly url: string;
  close(): Promise<void>;
}

/** The SDK reads them; a server that TEST_S3_URL names takes what the environment has, s3rver takes any. */
export const s3Credentials = {
  AWS_ACCESS_KEY_ID: (process.env['AWS_ACCESS_KEY_ID'] ??= 'verdict'),
  AWS_SECRET_ACCESS_KEY: (process.env['AWS_SECRET_ACCESS_KEY'] ??= 'verdict-secret'),
};

/** The program that disturbs connections, where TEST_TOXIPROXY says where it is. */
export const toxiproxy = process.env['TEST_TOXIPROXY'];

/** The servers that a suite about S3 runs on: s3rver always, and the real one that TEST_S3_URL names. */
export const s3Servers: readonly { readonly name: string; start(): Promise<S3Server> }[] = [
  { name: 's3rver', start: onS3rver },
  ...(process.env['TEST_S3_URL'] === undefined
    ? []
    : [{ name: 'the server of TEST_S3_URL', start: () => onReal(process.env['TEST_S3_URL'] ?? '') }]),
];

/** While the work goes on, the SDK finds this in its environment; undefined takes a variable away. */
export async function inEnvironment<Result>(
  changes: Readonly<Record<string, string | undefined>>,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = { ...process.env };
  for (const [name, value] of Object.entries(changes))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  try {
    return await work();
  } finally {
    process.env = before;
  }
}

async function onS3rver(): Promise<S3Server> {
  const server = await startS3rver(s3Credentials.AWS_ACCESS_KEY_ID, s3Credentials.AWS_SECRET_ACCESS_KEY);
  return ownPlace(`s3://verdict?endpoint=${server.endpoint}`, () => server.close());
}

async function onReal(url: string): Promise<S3Server> {
  const place = await ownPlace(url, () => Promise.resolve());
  const close = async (): Promise<void> => {
    const store = await openObjectStore(place.location);
    const names = await store.list('');
    const deleter = async (): Promise<void> => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) await store.delete(name);
    };
    await Promise.all(Array.from({ length: 8 }, deleter));
  };
  return { ...place, close };
}

async function ownPlace(text: string, close: () => Promise<void>): Promise<S3Server> {
  const url = new URL(text);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/test-${randomBytes(6).toString('hex')}`;
  const location = s3Location(url.href);
  await makeBucket(location);
  return { location, url: url.href, close };
}

export function s3Location(url: string): S3Location {
  const { objects } = loadConfig({ BUCKET_URL: url });
  if (objects.kind !== 's3') throw new Error('A place on S3 is meant.');
  return objects;
}

async function makeBucket({ bucket, endpoint, region, pathStyle }: S3Location): Promise<void> {
  const client = new S3Client({
    forcePathStyle: pathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
  });
  await client
    .send(new HeadBucketCommand({ Bucket: bucket }))
    .catch(() => client.send(new CreateBucketCommand({ Bucket: bucket })));
  client.destroy();
}
