import { expect, it } from '@jest/globals';
import { toMixpanel } from './mixpanel.js';

it('puts what Mixpanel names among the properties', () => {
  const event = {
    source: 'app',
    event: 'Pledge',
    distinct_id: 'b_1',
    time: 1_790_000_000_000,
    insert_id: 'e_1',
    ip: '192.0.2.1',
    properties: { pledge_id: 'pl_1', amount: 2_500 },
  } as const;
  expect(toMixpanel(event)).toEqual({
    event: 'Pledge',
    properties: {
      distinct_id: 'b_1',
      time: 1_790_000_000_000,
      $insert_id: 'e_1',
      ip: '192.0.2.1',
      pledge_id: 'pl_1',
      amount: 2_500,
    },
  });
});
