import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './index.js';

describe('loadConfig', () => {
  it('gives every setting a default that listens on this machine only', () => {
    const config = loadConfig({});
    expect(config.host).toBe('127.0.0.1');
    expect(config.objects).toEqual({ kind: 'folder', path: resolve('.verdict/buckets') });
    expect(config.embeddedAllowed).toBe(true);
  });

  it('takes an empty variable for one that is not there', () => {
    const names = [...readFileSync('README.md', 'utf8').matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(names).toContain('PORT');
    expect(loadConfig(Object.fromEntries(names.map((name) => [name, ' '])))).toEqual(loadConfig({}));
  });

  it.each([
    ['BUCKET_URL', 'gs://bucket'],
    ['WAREHOUSE_URL', 'mysql://cluster/warehouse'],
    ['ELASTICSEARCH_URL', 'es://cluster'],
    ['ELASTICSEARCH_PREFIX', 'Upper'],
    ['HISTORY_MONTHS', '0'],
    ['DATABASE_URL', 'mysql://localhost'],
    ['PORT', '70000'],
    ['CLIENT_ORIGINS', 'www.example.com'],
    ['CLIENT_ORIGINS', 'https://www.example.com/shop'],
    ['REPORTING_TIME_ZONE', 'Mars/Olympus'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(name);
  });

  it('reads a list of origins, where `*` is none', () => {
    expect(loadConfig({ CLIENT_ORIGINS: 'https://a.example, http://localhost:8080' }).clientOrigins).toEqual([
      'https://a.example',
      'http://localhost:8080',
    ]);
    expect(loadConfig({ CLIENT_ORIGINS: '*' }).clientOrigins).toBeUndefined();
  });

  it('asks for all that Redshift needs', () => {
    const url = 'redshift://reader:secret@cluster.example.com:5439/company';
    expect(() => loadConfig({ WAREHOUSE_URL: url })).toThrow(/BUCKET_URL.*WAREHOUSE_IAM_ROLE/);
    const whole = { WAREHOUSE_URL: url, BUCKET_URL: 's3://buckets', WAREHOUSE_IAM_ROLE: 'arn:aws:iam::1:role/verdict' };
    expect(loadConfig(whole).warehouse).toMatchObject({ engine: 'redshift', role: 'arn:aws:iam::1:role/verdict' });
  });

  it('refuses embedded parts in production unless they are allowed', () => {
    expect(loadConfig({ NODE_ENV: 'production' }).embeddedAllowed).toBe(false);
    expect(loadConfig({ NODE_ENV: 'production', EMBEDDED: 'allow' }).embeddedAllowed).toBe(true);
  });

  it('reads paths in each spelling of a file URL', () => {
    for (const BUCKET_URL of ['file:///var/buckets', 'file:/var/buckets'])
      expect(loadConfig({ BUCKET_URL }).objects).toEqual({ kind: 'folder', path: '/var/buckets' });
    const warehouse = { engine: 'duckdb', path: '/var/w.duckdb', spillBytes: 20_000_000_000 };
    expect(loadConfig({ WAREHOUSE_URL: 'duckdb:/var/w.duckdb' }).warehouse).toEqual(warehouse);
    expect(() => loadConfig({ WAREHOUSE_URL: 'duckdb:' })).toThrow('WAREHOUSE_URL');
  });
});

describe('BUCKET_URL', () => {
  const read = (BUCKET_URL: string) => loadConfig({ BUCKET_URL }).objects;

  it('names a bucket of Amazon’s, whose region may come from elsewhere', () => {
    expect(read('s3://my-bucket')).toEqual({
      kind: 's3',
      bucket: 'my-bucket',
      prefix: '',
      region: undefined,
      endpoint: undefined,
      pathStyle: false,
    });
    expect(read('s3://my-bucket/a/b/?region=eu-west-1')).toMatchObject({ prefix: 'a/b/', region: 'eu-west-1' });
  });

  it('names a bucket of another server, with what such servers have', () => {
    expect(read('s3://my.bucket/dt=1?endpoint=http://127.0.0.1:9000')).toEqual({
      kind: 's3',
      bucket: 'my.bucket',
      prefix: 'dt=1/',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:9000',
      pathStyle: true,
    });
    const all = 's3://bucket?endpoint=https%3A%2F%2Fs3.example.com%2F&region=eu-west-1&path_style=false';
    expect(read(all)).toMatchObject({ endpoint: 'https://s3.example.com', region: 'eu-west-1', pathStyle: false });
  });

  it.each([
    ['bucket', 'is meant'],
    ['s3:bucket', 'bucket’s name'],
    ['s3://', 'bucket’s name'],
    ['s3://ab', 'bucket’s name'],
    ['s3://My_Bucket', 'bucket’s name'],
    ['s3://bucket/a//b', 'prefix'],
    ['s3://bucket/.a', 'prefix'],
    ['s3://bucket/a b', 'prefix'],
    [`s3://bucket/${'a'.repeat(501)}`, 'prefix'],
    ['s3://bucket?endpoint=127.0.0.1:9000', 'endpoint is'],
    ['s3://bucket?endpoint=ftp://host', 'endpoint is'],
    ['s3://bucket?endpoint=http://host/path', 'endpoint is'],
    ['s3://bucket?endpoint=http://user:word@host', 'endpoint is'],
    ['s3://bucket?region=EU', 'region is'],
    ['s3://bucket?path_style=yes', 'path_style is'],
    ['s3://bucket?pathStyle=true', 'endpoint, region, path_style'],
    ['s3://bucket?region=a&region=b', 'once'],
  ])('is refused as %s', (url, rule) => {
    expect(() => read(url)).toThrow(/^The configuration is wrong: BUCKET_URL: /);
    expect(() => read(url)).toThrow(rule);
  });

  it('takes no credentials, and does not repeat them', () => {
    const text = 's3://AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI@bucket';
    expect(() => read(text)).toThrow('credentials do not belong here');
    expect(() => read(text)).not.toThrow(/AKIA|wJal/);
  });
});
