/**
 * Properties of an event that are fields of its document, and so are not among its properties as well: by which part of a
 * question each is found. Undefined: by none.
 */
export const lifted: ReadonlyMap<string, string | undefined> = new Map([
  ['pledge_id', 'pledge'],
  ['project_id', 'project'],
  ['backer_id', 'backer'],
  ['$user_id', 'backer'],
  ['$device_id', 'visitor'],
  ['device_id', 'device'],
  ['card', 'card'],
  ['currency', 'currency'],
  ['amount', undefined],
  ['base_amount', undefined],
]);
