import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sourceTableSchema } from '#libs/contracts';
import { FileChunks } from '../file/file-chunks.js';
import { FileLines } from '../file/file-lines.js';
import { LineProblem } from '../import/line-problem.js';
import { KeyedHash } from './keyed-hash.js';
import { MixpanelEvents } from './mixpanel-event.js';

type Outcome = Readonly<Record<string, unknown>>;

const hash = new KeyedHash('a-key-of-the-tests-that-is-long-enough');
const eventsOf = (table: object = {}) => new MixpanelEvents('mixpanel', sourceTableSchema.parse(table), hash);
const personal = {
  columns: [
    { name: '$email', use: 'hash' },
    { name: 'ip', use: 'drop' },
    { name: 'note', use: 'drop' },
  ],
};

async function* portions(bytes: Buffer): AsyncGenerator<Buffer> {
  await Promise.resolve();
  yield bytes;
}

/** What becomes of each line: by its bytes where they are plain, or as the judge has every line. */
async function outcomes(bytes: Buffer, events: MixpanelEvents, isQuick: boolean): Promise<Outcome[]> {
  const found: Outcome[] = [];
  const lines = new FileLines(FileChunks.of(portions(bytes)), isQuick ? events.quick : undefined);
  for await (const block of lines.blocks())
    for (const line of block) {
      const { number } = line;
      if ('made' in line) found.push({ number, ...line.made });
      else if (line.text === undefined) found.push({ number, rule: line.rule });
      else found.push({ number, ...judged(line.text, events) });
    }
  return found;
}

function judged(text: string, events: MixpanelEvents): Outcome {
  try {
    return { ...events.row(JSON.parse(text)) };
  } catch (error) {
    if (error instanceof LineProblem) return { field: error.field, rule: error.rule };
    if (error instanceof SyntaxError) return { rule: 'json' };
    throw error;
  }
}

const line = (properties: string, event = '"Pledge"'): string =>
  `{"event":${event},"properties":{"time":1773014401,"distinct_id":"b1","$insert_id":"i-1"${properties}}}`;

/** Lines as they come: their bytes are enough. */
const plain: readonly string[] = [
  line(''),
  line(',"$browser":"Chrome","$browser_version":142,"mp_lib":"web","ok":true,"no":false,"none":null'),
  line(',"a":-1,"b":0,"c":0.5,"d":-40.7128,"e":99999999999,"f":0.000001'),
  line(',"city":"São Paulo","stadt":"Köln","town":"東京","face":"🙂"'),
  line(',"ip":"10.0.0.1","after":1'),
  line(',"ip":"2002:0808:0808::1"'),
  line(',"ip":"2001:db8::1"'),
  line(',"list":[1,"two",{"three":[null,true]}],"object":{"a":{"b":"c"}},"empty":{},"none":[]'),
  line(',"text":"a \\"quoted\\" \\\\ path\\nof lines"', '"Page \\"View\\""'),
  line(',"latitude":40.712775612345,"big":1e+21,"small":1e-7'),
  line(',"":"a name of nothing","constructor":1,"hasOwnProperty":2,"toString":"x"'),
  line(',"device":"18e76f2a-5a31-4e0c-9c51-0c1a2b3c4d5e","digest":"d41d8cd98f00b204e9800998ecf8427e"'),
  line(',"at":"2026-03-09T12:00:00.123Z","phone":"+4915112345678","path":"/projects/1234567890"'),
  '{"event":"x","properties":{"a":1,"$insert_id":"i","b":2,"distinct_id":"d","c":3,"time":1773014401123}}',
  '{"event":"x","properties":{"$insert_id":"i","distinct_id":"d","time":0}}',
  '{"event":"x","properties":{"$insert_id":"i","distinct_id":"1876543210987","time":1}}',
];

/** Lines of which something is not as JSON.stringify would write it, or not as the judge would have it. */
const odd: readonly string[] = [
  '',
  '  ',
  'null',
  '[]',
  '"terminated early"',
  '{"event":',
  '{"event":"x"}',
  '{"event":"x","properties":[]}',
  '{"event":"x","properties":{}}',
  '{"properties":{"time":1,"distinct_id":"d","$insert_id":"i"},"event":"x"}',
  '{"event":"x","properties":{"time":1,"distinct_id":"d","$insert_id":"i"},"other":1}',
  '{"event":"x","properties":{"time":1,"distinct_id":"d","$insert_id":"i"}}}',
  '{"event":"x","properties":{"time":1,"distinct_id":"d","$insert_id":"i",}}',
  '{"event":"x","properties":{"time":1,"distinct_id":"d","$insert_id":"i"}} ',
  '{"event":"x","properties":{"distinct_id":"d","$insert_id":"i"}}',
  '{"event":"x","properties":{"time":1,"$insert_id":"i"}}',
  '{"event":"x","properties":{"time":1,"distinct_id":"d"}}',
  '{"event":"","properties":{"time":1,"distinct_id":"d","$insert_id":"i"}}',
  '{"event":"x","event":"y","properties":{"time":1,"distinct_id":"d","$insert_id":"i"}}',
  ...[
    '"1"',
    '-1',
    '1.5',
    '1e3',
    '01',
    '253370764800000',
    '99999999999999999',
    '-99999999999999999',
    '1e400',
    'null',
    '1773014401 ',
  ].map((time) => `{"event":"x","properties":{"time":${time},"distinct_id":"d","$insert_id":"i"}}`),
  ...['1', '""', 'null', '"\\ud800"', '"\\u0000"', '"4111111111111111"', `"${'d'.repeat(256)}"`].flatMap((id) => [
    `{"event":"x","properties":{"time":1,"distinct_id":${id},"$insert_id":"i"}}`,
    `{"event":"x","properties":{"time":1,"distinct_id":"d","$insert_id":${id}}}`,
    `{"event":${id},"properties":{"time":1,"distinct_id":"d","$insert_id":"i"}}`,
  ]),
  ...[
    '"a":1,"a":2',
    '"a":1,"b":2,"a":3',
    '"time":5',
    '"distinct_id":"other"',
    '"\\u0061":1,"a":2',
    '"a": 1',
    '"a" :1',
    ' "a":1',
    '"a":1 ',
    '"2":1,"1":2',
    '"b":1,"0":2',
    '"__proto__":{"a":1}',
    '"nested":{"a":1,"a":2}',
    '"nested":{"2":1,"1":2}',
    '"nested":{"__proto__":1}',
    '"a":1.0',
    '"a":-0',
    '"a":-0.0',
    '"a":00',
    '"a":01.5',
    '"a":1.',
    '"a":.5',
    '"a":+1',
    '"a":-',
    '"a":1e400',
    '"a":1e5',
    '"a":1E+2',
    '"a":0.0000001',
    '"a":123456789012345678901234567890',
    '"a":9007199254740993',
    '"a":0.1234567890123456789',
    '"a":4111111111111111',
    '"a":"4111 1111 1111 1111"',
    '"a":"4111%201111%201111%201111"',
    '"a":"４１１１１１１１１１１１１１１１"',
    '"a":"٤١١١١١١١١١١١١١١١"',
    '"a":"x4111111111111111x"',
    '"4111111111111111":1',
    '"a":["4111111111111111"]',
    '"a":{"b":{"4111-1111-1111-1111":1}}',
    '"a":"\\u0041"',
    '"a":"\\/"',
    '"a":"\\ud800"',
    '"a":"\\ud83d\\ude42"',
    '"a":"\\u0000"',
    '"a":"\t"',
    '"a":"\\x"',
    '"a":tru',
    '"a":True',
    '"a":NaN',
    '"a":undefined',
    '"a":[1,]',
    '"a":[1}',
    '"a":{"b":[}',
    '"a":"unended',
    '"a"',
    '"a":',
    '"a":,',
    ',',
    "'a':1",
    `"deep":${'['.repeat(8)}1${']'.repeat(8)}`,
    `"deeper":${'['.repeat(9)}1${']'.repeat(9)}`,
    `"${'n'.repeat(256)}":1`,
    `"long":"${'l'.repeat(70_000)}"`,
    `"wide":"${'é'.repeat(33_000)}"`,
    Array.from({ length: 255 }, (_, index) => `"p${index}":${index}`).join(),
    Array.from({ length: 256 }, (_, index) => `"p${index}":${index}`).join(),
    Array.from({ length: 600 }, (_, index) => `"p${index}":${index}`).join(),
    '"ip":"no address"',
    '"ip":"no address","after":1',
    '"ip":1',
    '"ip":null',
    '"ip":"10.0.0.1","ip":"10.0.0.2"',
    '"$email":"a@example.com","note":"a card: 4111111111111111"',
    '"$email":null,"a":1',
    '"$email":17',
    '"$email":["a",{"b":1.50}]',
    '"$email":"a\\"b"',
    '"$email":"4111111111111111"',
    '"$email":',
  ].map((pairs) => line(`,${pairs}`)),
];

const bytesOf = (lines: readonly string[]): Buffer => Buffer.from(lines.map((text) => `${text}\n`).join(''));

/** A value of JSON as others write it: in any order of names, with spaces, escapes and numbers of any look. */
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.stringMatching(/^-?\d{1,22}(\.\d{1,9})?([eE][+-]?\d{1,3})?$/),
);
const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.stringMatching(/^[0-9a-f -]{10,24}$/),
  fc.stringMatching(/^[0-9%A-Fa-z]{10,24}$/),
);
const value = fc.oneof(
  { weight: 4, arbitrary: text.map((one) => JSON.stringify(one)) },
  { weight: 3, arbitrary: number.map(String) },
  { weight: 1, arbitrary: fc.constantFrom('true', 'false', 'null', '[]', '{}', 'nul', '') },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
);
const name = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b', 'c', '$email', 'note', 'ip', '$os') },
  { weight: 1, arbitrary: text },
);
const pair = fc.tuple(name, value).map(([one, other]) => `${JSON.stringify(one)}:${other}`);
const identifying = fc.constantFrom('"time":1773014401', '"distinct_id":"d"', '"$insert_id":"i-7"');
const generated = fc
  .tuple(fc.array(fc.oneof({ weight: 3, arbitrary: pair }, { weight: 1, arbitrary: identifying }), { maxLength: 6 }))
  .map(([pairs]) => line(pairs.map((one) => `,${one}`).join('')));

/** A byte somewhere becomes another one, or goes. */
const damaged = fc.tuple(generated, fc.nat(), fc.option(fc.integer({ min: 0, max: 255 }))).map(([whole, at, byte]) => {
  const bytes = Buffer.from(whole);
  const place = at % bytes.length;
  return byte === null
    ? Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1)])
    : Buffer.concat([bytes.subarray(0, place), Buffer.from([byte]), bytes.subarray(place + 1)]);
});

describe.each([
  ['all properties kept', {}],
  ['some dropped and hashed', personal],
  ['the others hashed', { others: 'hash', columns: [{ name: 'a', use: 'keep' }] }],
  ['an id hashed', { columns: [{ name: 'distinct_id', use: 'hash' }] }],
  ['another clock', { time_zone: 'America/Los_Angeles' }],
])('a line of Mixpanel’s export, %s', (_name, table) => {
  const events = eventsOf(table);
  const same = async (bytes: Buffer): Promise<void> =>
    expect(await outcomes(bytes, events, true)).toEqual(await outcomes(bytes, events, false));

  it('is by its bytes what the judge makes of it', async () => {
    await same(bytesOf([...plain, ...odd]));
    for (const one of [...plain, ...odd]) await same(Buffer.from(`${one}\r\n${one}`));
  });

  it('is so whatever it is broken by', async () => {
    for (const broken of [
      Buffer.from([0xff]),
      Buffer.concat([Buffer.from(line(',"a":"')), Buffer.from([0xc3, 0x28]), Buffer.from('"}}')]),
      Buffer.from(`\ufeff${line('')}`),
    ])
      await same(Buffer.concat([bytesOf(plain), broken, Buffer.from('\n'), bytesOf(plain)]));
    const whole = Buffer.from(line(',"a":[1,{"b":"c\\n"}],"é":0.5'));
    for (let end = 0; end <= whole.length; end++) await same(whole.subarray(0, end));
  });

  it('is so for any properties, and any damage', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            generated.map((one) => Buffer.from(one)),
            damaged,
          ),
          { maxLength: 8 },
        ),
        (lines) => same(Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\n')]))),
      ),
      { numRuns: 400 },
    );
  });
});

it.each([{}, personal])('reads what is plain by its bytes alone: %j', (table) => {
  const { quick } = eventsOf(table);
  const isMade = (one: string): boolean => {
    const bytes = Buffer.from(one);
    return quick?.(bytes, undefined, 0, bytes.length) !== undefined;
  };
  expect(plain.filter((one) => !isMade(one))).toEqual([]);
});
