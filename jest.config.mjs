/** One configuration for the three sizes of test; Nest 12 is ESM, so Jest runs in ESM mode. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { exportConditions: ['source', 'node', 'node-addons'] },
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testRegex: String.raw`\.spec\.tsx?$`,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^#libs/([a-z]+)$': '<rootDir>/libs/$1/src/index.ts',
    // They show their sources under the condition that ours have.
    '^(eventsource|eventsource-parser)$': '<rootDir>/node_modules/$1/dist/index.js',
  },
  // A dependency of @fastify/static is ESM and is loaded with require, which Node 20 can do and Jest on it cannot.
  transformIgnorePatterns: ['/node_modules/(?!content-disposition/)'],
  transform: {
    '/node_modules/content-disposition/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2023' }, module: { type: 'commonjs' } },
    ],
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  testSequencer: '<rootDir>/test/support/long-first.mjs',
  testTimeout: 120_000,
  maxWorkers: 2,
  // Jest keeps what a suite has loaded as ESM, some 30 MB where it is a service, and each suite after it is slower: 25 of
  // them took twice the processor's time of the first, and after a hundred a hook ran into its limit.
  workerIdleMemoryLimit: '400MB',
};
