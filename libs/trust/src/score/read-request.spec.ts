import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { scoreRequestSchema, type ScoreRequest } from '#libs/contracts';
import { readRequest } from './read-request.js';
import { requestGroups } from './request-fields.js';

const described = z.toJSONSchema(scoreRequestSchema, { io: 'input' }).$defs?.['ScoreRequest'] ?? {};

describe('the described score request', () => {
  it('has the fields that are read, and no others', () => {
    const groups = Object.entries(described.properties ?? {}).flatMap(([name, group]) =>
      typeof group === 'object' && group.properties !== undefined
        ? [[name, Object.keys(group.properties).toSorted()]]
        : [],
    );
    const read = Object.entries(requestGroups).map(([name, fields]) => [name, Object.keys(fields).toSorted()]);
    expect(Object.fromEntries(groups)).toEqual(Object.fromEntries(read));
  });

  it('has an example of which everything is used', () => {
    const example = described.examples?.[0] as ScoreRequest;
    expect(readRequest(example, new Map()).warnings).toEqual([]);
  });

  it('refuses no value of a group', () => {
    const body = {
      pledge: { id: 'p', project_id: 'x', amount: 1, currency: 'USD', time: 5 },
      device: 3,
      billing: { city: [] },
    };
    expect(scoreRequestSchema.safeParse(body).success).toBe(true);
    expect(readRequest(body, new Map()).warnings.map((one) => one.input_pointer)).toEqual([
      '/pledge/time',
      '/device',
      '/billing/city',
    ]);
  });

  it('takes text that nothing can store for ill-formed, and never repeats it', () => {
    const body = {
      pledge: { id: 'p', project_id: 'x', amount: 1, currency: 'USD' },
      device: { user_agent: 'Mozilla \ud83d', id: '\0', ['\ud83d']: 1 },
      email: { address: 'a\udc00@example.com' },
      custom_inputs: { channel: 'x\ud800' },
    };
    const { groups, customInputs, warnings } = readRequest(body, new Map([['channel', 'string']]));
    expect([groups['device'], groups['email'], customInputs]).toEqual([{}, {}, {}]);
    expect(warnings.map((one) => one.input_pointer)).toEqual([
      '/device/user_agent',
      '/device/id',
      '/device/�',
      '/email/address',
      '/custom_inputs/channel',
    ]);
  });
});
