import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { projectRoot } from '#libs/config';
import { read, sourceFiles } from '../support/repository.js';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: { readonly severity: string };
  readonly annotations?: { readonly summary: string };
}

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly build?: { readonly target: string };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const rules = (parse(read('deploy/alarms.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const alarms = rules.flatMap(({ alert }) => alert ?? []);
const dashboard = read('deploy/dashboard.json');
const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const dockerfile = read('Dockerfile');

describe('the alarms', () => {
  it('have a paragraph each in the runbook, and the runbook no other', () => {
    const runbook = read('docs/guides/runbook.md');
    const paragraphs = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, name]) => name ?? '');
    expect(paragraphs.toSorted()).toEqual(alarms.toSorted());
    for (const name of alarms) {
      const paragraph = runbook.split(`\n## ${name}\n`)[1]?.split('\n## ')[0] ?? '';
      for (const part of ['**Users notice', '**Look**', '**Do']) expect(`${name}: ${paragraph}`).toContain(part);
    }
  });

  it('say how urgent they are, and what is wrong', () => {
    for (const rule of rules.filter(({ alert }) => alert !== undefined)) {
      expect(['page', 'ticket']).toContain(rule.labels?.severity);
      expect(rule.annotations?.summary).toMatch(/\w/);
    }
  });

  it('are each tested with promtool', () => {
    const tests = read('deploy/alarms.test.yml');
    for (const name of alarms) expect(tests).toMatch(new RegExp(`alertname: ${name}\\n +exp_alerts:`));
  });

  it('are all on the dashboard that shows a figure of ours', () => {
    const shown = [...dashboard.matchAll(/Alarm: (\w+)\./g)].map(([, name]) => name ?? '');
    // The other two are seen by what is missing.
    expect([...shown, 'ProcessDown', 'WorkerLeaseAbsent'].toSorted()).toEqual(alarms.toSorted());
  });

  it('and the dashboard ask for figures that some process exports', () => {
    const panels = (JSON.parse(dashboard) as { panels: { targets: { expr: string }[] }[] }).panels;
    const expressions = [...rules, ...panels.flatMap(({ targets }) => targets)].map(({ expr }) => expr);
    const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
    const asked = new Set(expressions.flatMap((expression) => figuresOf(expression)));
    const sources = sourceFiles().map(read).join('\n');
    const exported = new Set([...sources.matchAll(/'([a-z]+(?:_[a-z0-9]+)+)'/g)].map(([, name]) => name));
    const beginnings = [...sources.matchAll(/`([a-z]+(?:_[a-z0-9]+)+_)\$\{/g)].map(([, name]) => name ?? '');
    const unknown = [...asked].filter(
      (name) =>
        !recorded.has(name) &&
        !exported.has(name.replace(/_(bucket|count|sum)$/, '')) &&
        !exported.has(name) &&
        !beginnings.some((beginning) => name.startsWith(beginning)),
    );
    expect(asked.size).toBeGreaterThan(10);
    expect(unknown).toEqual([]);
  });
});

/** Names of figures in PromQL: words with an underscore or a colon that are no label and no function. */
function figuresOf(expression: string): string[] {
  const bare = expression
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\b(by|ignoring|on|group_left|group_right) ?\([^)]*\)/g, '');
  return [...bare.matchAll(/\b[a-z]+(?:[_:][a-z0-9]+)+\b(?!\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => name !== 'group_left');
}

describe('docker-compose.yml', () => {
  const { services, volumes } = compose;

  it('has the stores, the services and the console', () => {
    const expected = [
      'postgres',
      'redis',
      'elasticsearch',
      's3',
      'graphite',
      'migrate',
      'experiment',
      'risk',
      'worker',
      'console',
    ];
    expect(Object.keys(services)).toEqual(expect.arrayContaining(expected));
  });

  it('pins the images of others, and builds ours from stages that there are', () => {
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, name]) => name);
    for (const [name, { image, build }] of Object.entries(services)) {
      if (build === undefined) expect(`${name} ${image}`).toMatch(/:[\w.-]*\d[\w.-]*$/);
      else expect(stages).toContain(build.target);
    }
  });

  it('sets only what the configuration knows, and no embedded part', () => {
    const known = new Set([...read('libs/config/src/config.ts').matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name));
    // Read by the S3 SDK, as anywhere else.
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) known.add(name);
    for (const name of ['migrate', 'experiment', 'risk', 'worker']) {
      const environment = services[name]?.environment ?? {};
      expect(Object.keys(environment).filter((variable) => !known.has(variable))).toEqual([]);
      expect(environment).toEqual(
        expect.objectContaining({ DATABASE_URL: expect.any(String), REDIS_URL: expect.any(String) }),
      );
      expect(environment).not.toHaveProperty('EMBEDDED');
    }
  });

  it('declares its volumes, and publishes nothing but the console, on this machine', () => {
    const named = Object.values(services).flatMap((service) =>
      (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? ''),
    );
    expect([...new Set(named)].toSorted()).toEqual(Object.keys(volumes).toSorted());
    const published = Object.entries(services).filter(([, service]) => 'ports' in service);
    expect(published.map(([name]) => name)).toEqual(['console']);
    expect(JSON.stringify(published)).toContain('127.0.0.1:');
  });

  it('keeps no secret', () => {
    const secrets = [...read('docker-compose.yml').matchAll(/(PASSWORD|SECRET)\w*: (.+)$/gm)].map(
      ([, , value]) => value,
    );
    expect(secrets.filter((value) => !value?.includes('${'))).toEqual([]);
  });
});

describe('the image', () => {
  it('copies what there is', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) =>
      (paths ?? '').split(' '),
    );
    expect(copied.filter((path) => !existsSync(join(projectRoot(), path)))).toEqual([]);
  });

  it('has every file that the code reads at run time', () => {
    const folders = sourceFiles()
      .filter((path) => !path.startsWith('apps/verdict/src/commands/'))
      .flatMap((path) =>
        [...read(path).matchAll(/join\(projectRoot\(\), '([\w./-]+)'/g)].map(([, folder]) => folder ?? ''),
      );
    const copied = [...dockerfile.matchAll(/^COPY (?:--from=\w+ )?(.+) \.\/?\S*$/gm)].flatMap(([, paths]) =>
      (paths ?? '').split(' ').map((path) => path.replace('/app/', '')),
    );
    const missing = folders.filter(
      (folder) => !copied.some((path) => folder === path || folder.startsWith(`${path}/`)),
    );
    expect(folders.length).toBeGreaterThan(1);
    expect(missing).toEqual([]);
  });

  it('builds what it needs from files that are not left out', () => {
    const ignored = read('.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.git', 'node_modules', '.verdict']));
  });
});

describe('nginx', () => {
  it('sends each route to the service that has it', () => {
    const patterns = [...read('deploy/nginx.conf').matchAll(/~(\^\S+) experiment:3001/g)].map(([, found]) => found);
    const pattern = new RegExp(patterns.join('|'));
    const pathsOf = (name: string): string[] =>
      Object.keys((JSON.parse(read(`openapi/${name}.json`)) as { paths: object }).paths).map((path) =>
        path.replaceAll(/\{\w+\}/g, 'x'),
      );
    const [experiment, risk] = [pathsOf('experiment'), pathsOf('risk')];
    expect(risk.filter((path) => pattern.test(path) && !experiment.includes(path))).toEqual([]);
    expect(experiment.filter((path) => !pattern.test(path) && !risk.includes(path))).toEqual([]);
  });

  it('lets through what the services answer at, and keeps their figures inside', () => {
    const location = new RegExp(/location ~ (\^\/\S+) \{/.exec(read('deploy/nginx.conf'))?.[1] ?? '(');
    for (const path of ['/v1/me', '/ofrep/v1/events', '/import', '/docs', '/openapi.json', '/health/ready'])
      expect(path).toMatch(location);
    for (const path of ['/metrics', '/documents', '/pledges/v1']) expect(path).not.toMatch(location);
  });

  it('allows pages what the embedded console allows them', () => {
    const policy = /Content-Security-Policy "([^"]+)"/.exec(read('deploy/nginx.conf'))?.[1] ?? 'none';
    expect(read('apps/verdict/src/console.ts')).toContain(`"${policy}"`);
  });
});
