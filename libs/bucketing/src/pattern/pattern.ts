import { isWord, testOf } from './char-set.js';
import type { CharSet } from './char-set.js';
import { parsePattern } from './parse-pattern.js';
import type { Assertion, PatternNode } from './parse-pattern.js';

/** A text is longer than this only to make a server work: it matches no pattern. */
export const LONGEST_INPUT = 2_000;
export const LONGEST_PATTERN = 500;
/** Steps of the automaton; counted repeats are written out. */
const MOST_STEPS = 200;

type Step =
  | { readonly kind: 'set'; readonly holds: (code: number) => boolean }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | Fork
  | { readonly kind: 'match' };

interface Fork {
  readonly kind: 'fork';
  first: number;
  second: number;
}

/** Whether the pattern is found anywhere in the text. */
export type Pattern = (text: string) => boolean;

/**
 * A regular expression that cannot hang: all ways through it are followed at once, so a text of n code units takes at
 * most n × 200 steps, where a backtracking matcher may take 2ⁿ.
 *
 * Source: Thompson, "Regular expression search algorithm", 1968; Cox, "Regular Expression Matching Can Be Simple And Fast".
 *
 * @throws SyntaxError for what is no pattern, or is too large
 * @example compilePattern('^ping', false)('pingpong') // true
 */
export function compilePattern(text: string, insensitive: boolean): Pattern {
  if (text.length > LONGEST_PATTERN) throw new SyntaxError(`longer than ${LONGEST_PATTERN} characters`);
  const writer = new Writer(insensitive);
  writer.write(parsePattern(text));
  writer.add({ kind: 'match' });
  const matcher = new Matcher(writer.steps);
  return (input) => input.length <= LONGEST_INPUT && matcher.finds(input);
}

/** Writes the steps of each node; those of what follows come right after them. */
class Writer {
  readonly steps: Step[] = [];
  private readonly tests = new Map<CharSet, (code: number) => boolean>();

  constructor(private readonly insensitive: boolean) {}

  add(step: Step): void {
    if (this.steps.length >= MOST_STEPS) throw new SyntaxError('too large once its repeats are written out');
    this.steps.push(step);
  }

  write(node: PatternNode): void {
    switch (node.kind) {
      case 'set':
        this.add({ kind: 'set', holds: this.testOf(node.set) });
        return;
      case 'assert':
        this.add(node);
        return;
      case 'all':
        for (const part of node.parts) this.write(part);
        return;
      case 'either':
        this.either(node.options);
        return;
      case 'repeat':
        this.repeat(node);
    }
  }

  private either(options: readonly PatternNode[]): void {
    const exits: Fork[] = [];
    options.forEach((option, index) => {
      if (index === options.length - 1) {
        this.write(option);
        return;
      }
      const fork = this.fork();
      this.write(option);
      exits.push(this.fork());
      fork.second = this.steps.length;
    });
    for (const exit of exits) [exit.first, exit.second] = [this.steps.length, this.steps.length];
  }

  private repeat({ part, min, max }: PatternNode & { kind: 'repeat' }): void {
    for (let count = 0; count < min; count += 1) {
      const before = this.steps.length;
      this.write(part);
      // Of nothing, once is as good as often: `((){9999}){9999}` must not be counted out.
      if (this.steps.length === before) break;
    }
    const start = this.steps.length;
    if (max === Infinity) {
      const fork = this.fork();
      this.write(part);
      const back = this.fork();
      [back.first, back.second] = [start, start];
      fork.second = this.steps.length;
      return;
    }
    const forks: Fork[] = [];
    for (let count = min; count < max; count += 1) {
      forks.push(this.fork());
      this.write(part);
    }
    for (const fork of forks) fork.second = this.steps.length;
  }

  /** A fork whose first way is the next step; its second is set once it is known. */
  private fork(): Fork {
    const next = this.steps.length + 1;
    const fork: Fork = { kind: 'fork', first: next, second: next };
    this.add(fork);
    return fork;
  }

  private testOf(set: CharSet): (code: number) => boolean {
    const test = this.tests.get(set) ?? testOf(set, this.insensitive);
    this.tests.set(set, test);
    return test;
  }
}

/** Follows all ways at once. Its two lists are made once and used for one text after another. */
class Matcher {
  private here: number[] = [];
  private ahead: number[] = [];
  /** The round in which a step was last entered, so that each is entered once a round. */
  private readonly entered: Float64Array;
  private readonly waiting: number[] = [];
  private round = 0;

  constructor(private readonly steps: readonly Step[]) {
    this.entered = new Float64Array(steps.length);
  }

  finds(text: string): boolean {
    this.here.length = 0;
    this.round += 1;
    for (let at = 0; at <= text.length; at += 1) {
      if (this.enter(0, text, at, this.here)) return true;
      if (at === text.length) return false;
      if (this.advance(text, at)) return true;
    }
    return false;
  }

  /** Reads one code unit on every way. */
  private advance(text: string, at: number): boolean {
    const code = text.charCodeAt(at);
    this.ahead.length = 0;
    this.round += 1;
    for (const index of this.here) {
      const step = this.steps[index];
      if (step?.kind === 'set' && step.holds(code) && this.enter(index + 1, text, at + 1, this.ahead)) return true;
    }
    [this.here, this.ahead] = [this.ahead, this.here];
    return false;
  }

  /** Enters a step and all that can be reached from it without reading; true at the end of the pattern. */
  private enter(start: number, text: string, at: number, into: number[]): boolean {
    this.waiting.push(start);
    let matched = false;
    for (let index = this.waiting.pop(); index !== undefined; index = this.waiting.pop()) {
      if (this.entered[index] === this.round) continue;
      this.entered[index] = this.round;
      const step = this.steps[index];
      if (step?.kind === 'set') into.push(index);
      else if (step?.kind === 'fork') this.waiting.push(step.second, step.first);
      else if (step?.kind === 'match') matched = true;
      else if (step !== undefined && holdsAt(step.what, text, at)) this.waiting.push(index + 1);
    }
    return matched;
  }
}

function holdsAt(what: Assertion, text: string, at: number): boolean {
  if (what === 'start') return at === 0;
  if (what === 'end') return at === text.length;
  const before = at > 0 && isWord(text.charCodeAt(at - 1));
  const after = at < text.length && isWord(text.charCodeAt(at));
  return (before !== after) === (what === 'word');
}
