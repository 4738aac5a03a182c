/**
 * The one-way rule: apps → domain → platform → drivers → contracts → pure. A folder imports only from strictly lower
 * levels, so libraries of one level never import each other.
 *
 * @type {[string, string[]][]}
 */
const levels = [
  // It runs in the app, not here: what it imports, its users would load.
  ['client', ['client']],
  ['pure', ['stats', 'bucketing', 'scoring', 'boosting', 'ip', 'errors']],
  ['contracts', ['contracts']],
  ['drivers', ['config', 'postgres', 'mysql', 'redis', 'objects', 'http', 'threads']],
  ['platform', ['queue', 'events', 'search', 'warehouse', 'geo', 'access', 'service']],
  ['domain', ['experimentation', 'trust', 'analytics', 'simulation']],
];

/** @param {string} level */
const namesOf = (level) => levels.find(([name]) => name === level)?.[1] ?? [];

/** @param {readonly string[]} names */
const libraries = (names) => `^libs/(${names.join('|')})/`;

const upward = levels.map(([level, names], index) => {
  const lower = levels.slice(0, index).flatMap(([, below]) => below);
  return {
    name: `a-${level}-library-imports-only-from-lower-levels`,
    comment:
      'What needs another library of its level, or of a higher one, goes through a contract or a port that an app wires.',
    severity: 'error',
    from: { path: `^libs/(${names.join('|')})/` },
    to: { path: '^(libs|apps)/', pathNot: lower.length > 0 ? [libraries(lower), '^libs/$1/'] : ['^libs/$1/'] },
  };
});

export default {
  forbidden: [
    ...upward,
    {
      name: 'every-library-has-a-level',
      comment: 'A library that is in no level above would escape the rules.',
      severity: 'error',
      from: { path: '^libs/', pathNot: libraries(levels.flatMap(([, names]) => names)) },
      to: {},
    },
    {
      name: 'a-library-is-entered-by-its-index',
      comment: 'index.ts is a library’s only door: what it does not export is its own business.',
      severity: 'error',
      from: { path: '^(apps|libs|test)/([^/]+)/' },
      to: { path: '^libs/([^/]+)/src/(?!index\\.ts$)', pathNot: '^libs/$2/' },
    },
    {
      name: 'no-app-imports-an-app-except-verdict',
      comment: 'apps/verdict composes the root modules of the others; nothing else crosses between applications.',
      severity: 'error',
      from: { path: '^apps/(?!verdict/)([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'another-library-is-imported-by-its-name',
      comment: '`#libs/name` says whose it is; a relative path across libraries says where it happens to lie.',
      severity: 'error',
      from: { path: '^(apps|libs|test)/([^/]+)/' },
      to: {
        path: '^libs/',
        pathNot: ['^libs/$2/', '^libs/[^/]+/testing/'],
        dependencyTypesNot: ['aliased-subpath-import'],
      },
    },
    {
      name: 'the-console-knows-only-contracts-and-pure-libraries',
      comment: 'Pages talk to the services over HTTP; what runs in a browser has no drivers.',
      severity: 'error',
      from: { path: '^apps/console/' },
      to: { path: '^libs/', pathNot: libraries(['pure', 'contracts'].flatMap(namesOf)) },
    },
    {
      name: 'pure-libraries-do-no-io',
      comment: 'Values in, values out: no files, no network, no clock, no randomness of their own.',
      severity: 'error',
      from: { path: libraries(namesOf('pure')), pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-libraries-import-nothing-but-their-mathematics',
      comment: 'No Nest and no schemas: a distribution function, a parser of addresses or of rules, each chosen here.',
      severity: 'error',
      from: { path: libraries(namesOf('pure')), pathNot: '\\.spec\\.ts$|^libs/[^/]+/testing/' },
      to: {
        path: '^node_modules/',
        pathNot: '^node_modules/(@stdlib/|simple-statistics/|ipaddr\\.js/|@marcbachmann/cel-js/)',
      },
    },
    {
      name: 'sources-do-not-import-tests',
      comment: 'What only tests need is never shipped.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.tsx?$|^libs/[^/]+/testing/' },
      to: { path: '^test/|\\.spec\\.tsx?$|^libs/[^/]+/testing/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'only-declared-packages',
      comment: 'What is imported is in package.json, so that its version is chosen.',
      severity: 'error',
      from: { path: '^(apps|libs|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'what-runs-imports-no-development-packages',
      comment: 'The image installs without them.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.tsx?$|^libs/[^/]+/testing/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'no-unresolvable-imports',
      comment: 'An import that nothing answers fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
