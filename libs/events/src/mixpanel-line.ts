import { isIP } from 'node:net';
import { eventLimits } from '#libs/contracts';
import { textLine, type BucketLine } from './bucket-line.js';
import { dayOf } from './day.js';
import { identityOfText } from './identity.js';
import { digitsEnd, looseValueEnd, plainNumberEnd, plainTextEnd, standsAt } from './json-bytes.js';
import { NameSet } from './name-set.js';
import { checkProperty } from './property-check.js';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

const head = ascii('{"event":"');
const middle = ascii(',"properties":{');
const literals = ['true', 'false', 'null'].map(ascii);
const special = {
  time: ascii('time"'),
  distinct: ascii('distinct_id"'),
  insert: ascii('$insert_id"'),
  ip: ascii('ip"'),
};
const proto = ascii('__proto__"');

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const closing = 0x7d;
const zero = 0x30;
const nine = 0x39;

/** So long that no character needs a look at the limit of bytes. */
const longest = Math.floor(eventLimits.propertyBytes / 3);
const secondsBelow = 100_000_000_000;
const mostTimeDigits = 15;
/** As far as a date goes: later ones are for the judge. */
const lastTime = Date.UTC(9_999, 0);

export interface MixpanelLineOptions {
  readonly source: string;
  /** What becomes of a property; without it all are kept. What makes an event one is kept always. */
  readonly use?: (name: string) => 'keep' | 'drop' | 'hash';
  readonly hash: (text: string) => string;
}

/**
 * A line of Mixpanel's export as a row of the bucket, read from its bytes, without a value of any of it: nine tenths of
 * what a line costs are the making and the judging of objects. It takes only a line whose JSON is already what
 * `JSON.stringify` would write of it and which `judgeEvent` accepts; of any doubt it says nothing, and the judge has it.
 * What it says is what the judge would say, to the byte.
 */
export class MixpanelLine {
  private readonly names = new NameSet();
  private bytes: Buffer = Buffer.alloc(0);
  private ascii: string | undefined;
  private to = 0;
  /** The properties so far, without their braces, and the end of them that is not in it yet. */
  private properties = '';
  private keptFrom = -1;
  private keptTo = -1;
  private count = 0;
  private time = -1;
  private distinct = '';
  private insert = '';
  private ip: string | undefined;

  constructor(private readonly options: MixpanelLineOptions) {}

  /**
   * @param bytes UTF-8 in which the line is, without its end, `from` one place `to` another.
   * @param text of the same bytes where all of them are ASCII.
   */
  row(bytes: Buffer, text: string | undefined, from: number, to: number): BucketLine | undefined {
    if (to - from > longest || !standsAt(bytes, from, head)) return undefined;
    this.begin(bytes, text, to);
    const eventFrom = from + head.length;
    const eventEnd = this.textEnd(eventFrom, eventLimits.name);
    if (eventEnd < 0 || !standsAt(bytes, eventEnd + 1, middle)) return undefined;
    if (this.propertiesEnd(eventEnd + 1 + middle.length) !== to - 1 || bytes[to - 1] !== closing) return undefined;
    return this.made(this.piece(eventFrom, eventEnd));
  }

  private begin(bytes: Buffer, text: string | undefined, to: number): void {
    this.bytes = bytes;
    this.ascii = text;
    this.to = to;
    this.names.empty();
    this.properties = '';
    this.keptFrom = -1;
    this.count = 0;
    this.time = -1;
    this.distinct = '';
    this.insert = '';
    this.ip = undefined;
  }

  private made(event: string): BucketLine | undefined {
    this.flush();
    const { time, distinct, insert, ip } = this;
    if (time < 0 || distinct === '' || insert === '' || this.count > eventLimits.propertyCount) return undefined;
    if (this.properties.length > longest) return undefined;
    const { source } = this.options;
    return textLine(dayOf(time), {
      identity: identityOfText(`["${source}","${event}","${distinct}",${time},"${insert}"]`),
      source: `"${source}"`,
      event: `"${event}"`,
      distinct_id: `"${distinct}"`,
      time,
      insert_id: `"${insert}"`,
      ip,
      properties: `{${this.properties}}`,
      live: true,
    });
  }

  /** After the closing brace; -1 for what is not plain. */
  private propertiesEnd(from: number): number {
    const { bytes, to } = this;
    for (let at = from; at < to;) {
      if (bytes[at] !== quote) return -1;
      const end = this.pairEnd(at);
      if (end < 0) return -1;
      if (bytes[end] === closing) return end + 1;
      if (bytes[end] !== comma) return -1;
      at = end + 1;
    }
    return -1;
  }

  private pairEnd(from: number): number {
    const { bytes, to } = this;
    const nameFrom = from + 1;
    const nameEnd = plainTextEnd(bytes, nameFrom, to);
    if (nameEnd < 0 || nameEnd - nameFrom > eventLimits.name || bytes[nameEnd + 1] !== colon) return -1;
    // An object's names that are numbers come first, and one is no name but the object's prototype.
    const first = bytes[nameFrom] ?? 0;
    if ((first >= zero && first <= nine) || standsAt(bytes, nameFrom, proto)) return -1;
    if (!this.names.add(bytes, nameFrom, nameEnd)) return -1;
    const valueFrom = nameEnd + 2;
    if (standsAt(bytes, nameFrom, special.time)) return this.timeEnd(valueFrom);
    if (standsAt(bytes, nameFrom, special.distinct)) return this.identifierEnd(valueFrom, 'distinct');
    if (standsAt(bytes, nameFrom, special.insert)) return this.identifierEnd(valueFrom, 'insert');
    const end = this.valueEnd(valueFrom);
    if (end < 0) return -1;
    return this.place(from, nameEnd, end) ? end : -1;
  }

  /** What becomes of a property; false where that takes the judge. */
  private place(from: number, nameEnd: number, end: number): boolean {
    const use = this.options.use === undefined ? 'keep' : this.options.use(this.piece(from + 1, nameEnd));
    const isAddress = standsAt(this.bytes, from + 1, special.ip);
    if (use === 'drop') this.flush();
    else if (use === 'hash') return !isAddress && this.hashed(from, nameEnd, end);
    else if (isAddress) return this.addressed(nameEnd + 2, end);
    else this.keep(from, end);
    return true;
  }

  private keep(from: number, end: number): void {
    if (this.keptFrom < 0) this.keptFrom = from;
    this.keptTo = end;
    this.count++;
  }

  /** Only texts of which the quotes are all that JSON adds, and what JSON itself is hashed of. */
  private hashed(from: number, nameEnd: number, end: number): boolean {
    this.flush();
    const valueFrom = nameEnd + 2;
    const value = this.piece(valueFrom, end);
    if (value === 'null') return true;
    const isText = this.bytes[valueFrom] === quote;
    if (isText && value.includes('\\')) return false;
    const hashed = this.options.hash(isText ? value.slice(1, -1) : value);
    this.append(`${this.piece(from, nameEnd)}":"${hashed}"`);
    this.count++;
    return true;
  }

  private addressed(from: number, end: number): boolean {
    const ip = this.piece(from + 1, end - 1);
    if (this.bytes[from] !== quote || isIP(ip) === 0) return false;
    this.flush();
    this.ip = ip;
    return true;
  }

  private timeEnd(from: number): number {
    const end = digitsEnd(this.bytes, from, this.to);
    if (end === from || end - from > mostTimeDigits || (this.bytes[from] === zero && end > from + 1)) return -1;
    const told = Number(this.piece(from, end));
    this.time = told < secondsBelow ? told * 1_000 : told;
    this.flush();
    return this.time > lastTime ? -1 : end;
  }

  private identifierEnd(from: number, name: 'distinct' | 'insert'): number {
    if (this.bytes[from] !== quote) return -1;
    const end = this.textEnd(from + 1, eventLimits.identifier);
    if (end < 0) return -1;
    this[name] = this.piece(from + 1, end);
    this.flush();
    return end + 1;
  }

  /** Where the closing quote of a text is that may be stored; -1 for an empty one, or one that is too long. */
  private textEnd(from: number, most: number): number {
    const plain = plainTextEnd(this.bytes, from, this.to);
    const end = plain < 0 ? this.judgedEnd(from - 1) - 1 : plain;
    return end <= from || end - from > most ? -1 : end;
  }

  private valueEnd(from: number): number {
    const { bytes, to } = this;
    const first = bytes[from] ?? 0;
    let end = -1;
    if (first === quote) end = plainTextEnd(bytes, from + 1, to) + 1 || -1;
    else if (first <= nine) end = plainNumberEnd(bytes, from, to);
    else for (const literal of literals) if (standsAt(bytes, from, literal)) end = from + literal.length;
    return end > 0 && (bytes[end] === comma || bytes[end] === closing) ? end : this.judgedEnd(from);
  }

  /** Made and judged as a value: it must be written as it stands there, and be no reason to refuse the event. */
  private judgedEnd(from: number): number {
    const end = looseValueEnd(this.bytes, from, this.to);
    if (end < 0) return -1;
    const text = this.piece(from, end);
    try {
      const value: unknown = JSON.parse(text);
      return JSON.stringify(value) === text && checkProperty(value, '', 1) === undefined ? end : -1;
    } catch {
      return -1;
    }
  }

  private flush(): void {
    if (this.keptFrom >= 0) this.append(this.piece(this.keptFrom, this.keptTo));
    this.keptFrom = -1;
  }

  private append(properties: string): void {
    this.properties = this.properties === '' ? properties : `${this.properties},${properties}`;
  }

  private piece(from: number, to: number): string {
    return this.ascii === undefined ? this.bytes.toString('utf8', from, to) : this.ascii.slice(from, to);
  }
}
