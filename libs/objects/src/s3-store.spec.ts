import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { s3Servers, type S3Server } from '../../../test/support/s3.js';
import { objectStoreConformance } from '../testing/conformance.js';
import { S3Store } from './s3-store.js';

describe.each(s3Servers)('on $name', (kind) => {
  let server: S3Server;
  beforeAll(async () => {
    server = await kind.start();
  });
  afterAll(() => server.close());

  objectStoreConformance('S3Store', () => {
    const prefix = `${server.location.prefix}${randomBytes(6).toString('hex')}/`;
    return Promise.resolve({ store: new S3Store({ ...server.location, prefix }), close: () => Promise.resolve() });
  });
});
