import { CLASSES, DOT, one, plainRanges } from './char-set.js';
import type { CharSet } from './char-set.js';

/** What a regular expression is made of. */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'all'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'either'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: number; readonly max: number };

export type Assertion = 'start' | 'end' | 'word' | 'not_word';

/** Groups within one another that a pattern may have. */
const DEEPEST = 50;
const COUNTED = /^\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/;
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 };

/**
 * Reads JavaScript's regular expressions (ECMA-262, without flags) but for what no automaton can match: looking around
 * and references back. Legacy octal escapes and Unicode properties are refused too, as they are mostly mistakes.
 *
 * @throws SyntaxError
 */
export function parsePattern(text: string): PatternNode {
  const parser = new Parser(text);
  const node = parser.either(0);
  if (!parser.atEnd) throw new SyntaxError('a closing parenthesis that nothing opened');
  return node;
}

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  either(depth: number): PatternNode {
    if (depth > DEEPEST) throw new SyntaxError(`groups nested deeper than ${DEEPEST}`);
    const options = [this.all(depth)];
    while (this.take('|')) options.push(this.all(depth));
    return options.length === 1 && options[0] !== undefined ? options[0] : { kind: 'either', options };
  }

  private all(depth: number): PatternNode {
    const parts: PatternNode[] = [];
    while (!this.atEnd && this.peek !== '|' && this.peek !== ')') parts.push(this.term(depth));
    return { kind: 'all', parts };
  }

  private term(depth: number): PatternNode {
    const assertion = this.assertion();
    return assertion === undefined ? this.quantified(this.atom(depth)) : { kind: 'assert', what: assertion };
  }

  private assertion(): Assertion | undefined {
    if (this.take('^')) return 'start';
    if (this.take('$')) return 'end';
    if (this.take('\\b')) return 'word';
    return this.take('\\B') ? 'not_word' : undefined;
  }

  private atom(depth: number): PatternNode {
    if (this.take('(')) return this.group(depth);
    if (this.take('[')) return { kind: 'set', set: this.charClass() };
    if (this.take('.')) return { kind: 'set', set: DOT };
    if (this.take('\\')) return { kind: 'set', set: this.escape() };
    if ('*+?'.includes(this.peek) || COUNTED.test(this.rest)) throw new SyntaxError('nothing to repeat');
    return { kind: 'set', set: one(this.next()) };
  }

  private group(depth: number): PatternNode {
    if (this.take('?')) {
      const named = /^<[A-Za-z_$][\w$]*>/.exec(this.rest);
      if (named !== null) this.at += named[0].length;
      else if (!this.take(':')) throw new SyntaxError('looking around is not served');
    }
    const inner = this.either(depth + 1);
    if (!this.take(')')) throw new SyntaxError('a group that does not end');
    return inner;
  }

  private quantified(part: PatternNode): PatternNode {
    const [min, max] = this.quantifier();
    if (min === 1 && max === 1) return part;
    if (max < min) throw new SyntaxError('numbers of repeats out of order');
    // Lazy or not: the same texts match.
    this.take('?');
    return { kind: 'repeat', part, min, max };
  }

  private quantifier(): [min: number, max: number] {
    if (this.take('*')) return [0, Infinity];
    if (this.take('+')) return [1, Infinity];
    if (this.take('?')) return [0, 1];
    const counted = COUNTED.exec(this.rest);
    if (counted === null) return [1, 1];
    const [all, min, comma, max] = counted;
    this.at += all.length;
    const least = Number(min);
    const most = comma === undefined ? least : max === undefined ? Infinity : Number(max);
    if (least === 1 && most === 1) this.take('?');
    return [least, most];
  }

  private charClass(): CharSet {
    const negated = this.take('^');
    const ranges: (readonly [number, number])[] = [];
    while (!this.take(']')) {
      const from = this.member();
      if (this.peek !== '-' || this.rest.startsWith('-]')) {
        ranges.push(...plainRanges(from));
        continue;
      }
      this.at += 1;
      const to = this.member();
      const [low, high] = [single(from), single(to)];
      // A class at either end of a dash: all three are members.
      if (low === undefined || high === undefined) ranges.push(...plainRanges(from), [45, 45], ...plainRanges(to));
      else if (low > high) throw new SyntaxError('a range out of order');
      else ranges.push([low, high]);
    }
    return { ranges, negated };
  }

  private member(): CharSet {
    if (this.atEnd) throw new SyntaxError('a class that does not end');
    if (!this.take('\\')) return one(this.next());
    if (this.take('b')) return one(8);
    return this.take('-') ? one(45) : this.escape();
  }

  /** What follows a backslash. */
  private escape(): CharSet {
    if (this.atEnd) throw new SyntaxError('a backslash at the end');
    const letter = this.peek;
    const named = CLASSES[letter];
    const coded = /^(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|c([A-Za-z])|0(?!\d))/.exec(this.rest);
    if (coded !== null) {
      const [all, byte, unit, control] = coded;
      this.at += all.length;
      return one(control === undefined ? Number.parseInt(byte ?? unit ?? '0', 16) : control.charCodeAt(0) % 32);
    }
    if (/[0-9ckpPux]/.test(letter)) throw new SyntaxError(`the escape \\${letter} is not served`);
    const code = this.next();
    return named ?? one(CONTROLS[letter] ?? code);
  }

  private get peek(): string {
    return this.text.charAt(this.at);
  }

  private get rest(): string {
    return this.text.slice(this.at, this.at + 80);
  }

  private take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  private next(): number {
    this.at += 1;
    return this.text.charCodeAt(this.at - 1);
  }
}

function single({ ranges, negated }: CharSet): number | undefined {
  const [only, ...others] = ranges;
  return !negated && others.length === 0 && only?.[0] === only?.[1] ? only?.[0] : undefined;
}
