import type { Difference } from '#libs/contracts';
import { escapePart } from '#libs/errors';

/** Where two JSON values differ, by JSON pointer (RFC 6901); lists are compared place by place. */
export function differences(before: unknown, after: unknown, pointer = ''): Difference[] {
  if (Object.is(before, after)) return [];
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ pointer, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    differences(partOf(before, name), partOf(after, name), `${pointer}/${escapePart(name)}`),
  );
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const partOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
