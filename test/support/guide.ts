import { read } from './repository.js';

/** The code of a guide's fenced blocks in a language, in their order. */
export const snippetsOf = (guide: string, language: string): string[] =>
  [...read(guide).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, code]) =>
    found === language && code !== undefined ? [code] : [],
  );
