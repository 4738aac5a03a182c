import { families } from './feature.js';
import { featureCatalogue } from './feature-catalogue.js';
import { velocityCatalogue } from './velocity-catalogue.js';
import type { VelocityDefinition } from './velocity.js';

const titles: Readonly<Record<(typeof families)[number], string>> = {
  ip: 'Address and network',
  card: 'Card and amount',
  device: 'Device',
  email: 'E-mail',
  backer: 'Backer',
  project: 'Project',
};

function windowText(seconds: number): string {
  if (seconds % 86_400 === 0 && seconds > 86_400) return `${seconds / 86_400} days`;
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${seconds} s`;
}

function howText(velocity: VelocityDefinition | undefined): string {
  if (velocity === undefined) return '';
  const what = velocity.aggregate === 'distinct' ? `distinct ${velocity.of}` : velocity.aggregate.replaceAll('_', ' ');
  const source = velocity.category === undefined ? velocity.kind : `${velocity.kind} ${velocity.category}`;
  return `${what} of ${source} by ${velocity.entity.join(' + ')}, ${windowText(velocity.windowSeconds)}`;
}

/** The catalogue as Markdown, one table a family: the documentation of features, made from what the code uses. */
export function featuresMarkdown(): string {
  const velocities = new Map(velocityCatalogue.map((velocity) => [velocity.name, velocity]));
  const sections = families.map((family) => {
    const rows = featureCatalogue
      .filter((feature) => feature.family === family)
      .map(
        ({ name, type, description }) =>
          `| \`${name}\` | ${type} | ${description} | ${howText(velocities.get(name))} |`,
      );
    return [`## ${titles[family]}`, '', '| feature | type | meaning | window |', '|---|---|---|---|', ...rows].join(
      '\n',
    );
  });
  return `# Features\n\n${sections.join('\n\n')}\n`;
}
