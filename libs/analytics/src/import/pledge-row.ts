import type { ImportedFacts, ImportedPledge, ScoreRequest } from '#libs/contracts';
import type { Values } from '../file/file-records.js';
import { pledgeFields } from './field.js';
import type { ValueReader } from './value-reader.js';

type Group = Record<string, string | boolean>;

const requestFields = pledgeFields.flatMap(({ name, type, to }) => (to === undefined ? [] : [{ name, type, to }]));

/** A line as the request that would have been sent. @throws LineProblem */
export function pledgeRow(line: number, values: Values, reader: ValueReader): ImportedPledge {
  const time = reader.requiredTime(values, 'time');
  const id = reader.requiredText(values, 'pledge_id');
  const project_id = reader.requiredText(values, 'project_id');
  const currency = reader.currencyOf(values) ?? reader.requiredText(values, 'currency');
  const amount = reader.amountOf(values, currency) ?? Number(reader.requiredText(values, 'amount'));
  const groups: Record<string, Group> = {};
  for (const { name, type, to } of requestFields) {
    const value = type === 'flag' ? reader.flag(values, name) : reader.text(values, name);
    if (value === undefined) continue;
    const [group, field] = to;
    (groups[group] ??= {})[field] = value;
  }
  const { pledge, ...others } = groups;
  const request: ScoreRequest = { pledge: { id, project_id, amount, currency, ...pledge }, ...others };
  const facts = factsOf(values, reader);
  const label = reader.labelOf(values);
  return {
    kind: 'pledge',
    line,
    time,
    request,
    ...(facts === undefined ? {} : { facts }),
    ...(label === undefined ? {} : { label: { label, knownAt: reader.labelKnownAt(values, time) } }),
  };
}

function factsOf(values: Values, reader: ValueReader): ImportedFacts | undefined {
  const ms = (name: string): number | undefined => {
    const time = reader.timeOf(values, name);
    return time === undefined ? undefined : Math.floor(time / 1_000);
  };
  const signedUpAt = ms('account_created_at');
  const launchedAt = ms('project_launched_at');
  const creatorSignedUpAt = ms('creator_account_created_at');
  const creatorId = reader.text(values, 'creator_id');
  if ([signedUpAt, launchedAt, creatorSignedUpAt, creatorId].every((one) => one === undefined)) return undefined;
  return {
    ...(signedUpAt === undefined ? {} : { signedUpAt }),
    ...(creatorId === undefined ? {} : { creatorId }),
    ...(launchedAt === undefined ? {} : { launchedAt }),
    ...(creatorSignedUpAt === undefined ? {} : { creatorSignedUpAt }),
  };
}
