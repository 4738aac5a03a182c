/**
 * The one-way rule: apps → domain → platform → drivers → contracts → pure. A folder imports only from strictly lower
 * levels, so libraries of one level never import each other.
 */
const levels = [
  ['pure', ['stats', 'bucketing', 'scoring', 'ip', 'errors']],
  ['contracts', ['contracts']],
  ['drivers', ['config', 'postgres', 'redis', 'objects', 'http']],
  ['platform', ['queue', 'events', 'search', 'warehouse', 'geo', 'access', 'service']],
  ['domain', ['experimentation', 'trust', 'analytics', 'simulation']],
];

const libraries = (names) => `^libs/(${names.join('|')})/`;

const upward = levels.map(([level, names], index) => {
  const lower = levels.slice(0, index).flatMap(([, below]) => below);
  return {
    name: `a-${level}-library-imports-only-from-lower-levels`,
    comment: 'What needs another library of its level, or of a higher one, goes through a contract or a port that an app wires.',
    severity: 'error',
    from: { path: `^libs/(${names.join('|')})/` },
    to: { path: '^(libs|apps)/', pathNot: lower.length > 0 ? [libraries(lower), '^libs/$1/'] : ['^libs/$1/'] },
  };
});

export default {
  forbidden: [
    ...upward,
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
      name: 'pure-libraries-do-no-io',
      comment: 'Values in, values out: no Nest, no files, no network, no clock.',
      severity: 'error',
      from: { path: libraries(levels[0][1]), pathNot: '\\.spec\\.ts$' },
      to: { path: '^(@nestjs|node_modules/@nestjs)|^(node:)?(fs|net|http|https|child_process|worker_threads|dns|tls|os)($|/)' },
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
      from: { path: '^(apps|libs)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
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
    exclude: { path: '^(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default', 'types'], exportsFields: ['exports'] },
  },
};
