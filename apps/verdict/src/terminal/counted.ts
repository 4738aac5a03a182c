/** `1 row`, `3,412 rows`; a plural that takes more than an s is given. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
