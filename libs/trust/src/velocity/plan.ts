import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#libs/config';
import type { EntityName, VelocityDefinition } from '#libs/scoring';

const folder = join(projectRoot(), 'libs/trust/lua');

/** Observations that are kept together: of one kind (and category), by one entity or pair. */
interface Stream {
  readonly name: string;
  readonly kind: string;
  /** '' for any. */
  readonly category: string;
  readonly entity: readonly EntityName[];
  readonly sum: boolean;
  readonly distinct: readonly EntityName[];
  /** Seconds that an observation is kept: the longest window, and how far back a late pledge's window may end. */
  readonly retention: number;
}

/** The longest lateness that a window in Redis still covers; beyond it velocity is unknown. */
export const lateLimitSeconds = 86_400;

const slackSeconds = 3_600;

const streamName = ({ kind, category, entity }: VelocityDefinition): string =>
  `${kind}/${category ?? ''}/${entity.join('+')}`;

function streamsOf(definitions: readonly VelocityDefinition[]): Stream[] {
  const names = [...new Set(definitions.map(streamName))];
  return names.map((name) => {
    const members = definitions.filter((definition) => streamName(definition) === name);
    const [first] = members;
    if (first === undefined) throw new Error(`No definition makes the stream ${name}.`);
    return {
      name,
      kind: first.kind,
      category: first.category ?? '',
      entity: first.entity,
      sum: members.some(({ aggregate }) => aggregate === 'sum'),
      distinct: [...new Set(members.flatMap(({ of }) => (of === undefined ? [] : [of])))],
      retention: Math.max(...members.map(({ windowSeconds }) => windowSeconds)) + lateLimitSeconds + slackSeconds,
    };
  });
}

type LuaValue = string | number | boolean | readonly LuaValue[] | { readonly [name: string]: LuaValue };

/** A Lua literal. Only names of the catalogue and numbers go in, so JSON's quoting is Lua's. */
function lua(value: LuaValue): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `{${value.map(lua).join(',')}}`;
  return `{${Object.entries(value)
    .map(([name, one]) => `${name}=${lua(one)}`)
    .join(',')}}`;
}

/** The velocity programs compiled for a catalogue; another catalogue has another hash, and needs a rebuild. */
export interface VelocityPlan {
  readonly definitions: readonly VelocityDefinition[];
  readonly hash: string;
  /** How far back an observation can matter at all, seconds. */
  readonly retentionSeconds: number;
  program(name: string): string;
}

/** One definition of a feature: this is its form for Redis (libs/trust/lua). */
export function compilePlan(definitions: readonly VelocityDefinition[]): VelocityPlan {
  const streams = streamsOf(definitions);
  const features = definitions.map((definition) => ({
    stream: streams.findIndex(({ name }) => name === streamName(definition)) + 1,
    aggregate: definition.aggregate,
    of: definition.of ?? '',
    window: definition.windowSeconds,
  }));
  const shape = { streams: streams.map((stream) => ({ ...stream })), features };
  const hash = createHash('sha256').update(JSON.stringify(shape)).digest('hex').slice(0, 16);
  const prelude = readFileSync(join(folder, 'velocity.lua'), 'utf8').replace('--[[plan]] nil', lua({ ...shape, hash }));
  return {
    definitions,
    hash,
    retentionSeconds: Math.max(...streams.map(({ retention }) => retention)),
    program: (name) => `${prelude}\n${readFileSync(join(folder, `${name}.lua`), 'utf8')}`,
  };
}
