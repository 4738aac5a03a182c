import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './index.js';

describe('loadConfig', () => {
  it('gives every setting a default that listens on this machine only', () => {
    const config = loadConfig({});
    expect(config.host).toBe('127.0.0.1');
    expect(config.bucketFolder.endsWith('.verdict/buckets')).toBe(true);
    expect(config.embeddedAllowed).toBe(true);
  });

  it.each([
    ['BUCKET_URL', 's3://bucket'],
    ['WAREHOUSE_URL', 'postgres://localhost/warehouse'],
    ['WAREHOUSE_URL', 'redshift://cluster/warehouse'],
    ['ELASTICSEARCH_URL', 'http://127.0.0.1:9200'],
    ['DATABASE_URL', 'mysql://localhost'],
    ['PORT', '70000'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(name);
  });

  it('refuses embedded parts in production unless they are allowed', () => {
    expect(loadConfig({ NODE_ENV: 'production' }).embeddedAllowed).toBe(false);
    expect(loadConfig({ NODE_ENV: 'production', EMBEDDED: 'allow' }).embeddedAllowed).toBe(true);
  });

  it('reads paths in each spelling of a file URL', () => {
    expect(loadConfig({ BUCKET_URL: 'file:///var/buckets' }).bucketFolder).toBe('/var/buckets');
    expect(loadConfig({ BUCKET_URL: 'file:/var/buckets' }).bucketFolder).toBe('/var/buckets');
    expect(loadConfig({ WAREHOUSE_URL: 'duckdb:/var/w.duckdb' }).warehousePath).toBe('/var/w.duckdb');
  });
});
