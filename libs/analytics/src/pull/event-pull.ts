import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { Buckets, type BucketLine } from '#libs/events';
import { FileChunks } from '../file/file-chunks.js';
import { FileLines, type Line } from '../file/file-lines.js';
import { LineProblem } from '../import/line-problem.js';
import { explained } from '../reader/guarded-reader.js';
import { KeyedHash } from '../reader/keyed-hash.js';
import { exportOfDay } from '../reader/mixpanel-export.js';
import { MixpanelEvents } from '../reader/mixpanel-event.js';
import { SourceReaders } from '../reader/source-readers.js';
import { LeftAside } from './left-aside.js';
import type { PullResult } from './pull.repository.js';
import type { PullRun } from './table-pull.js';

const usualSource = 'mixpanel';
const reportEvery = 10_000;
/** What Mixpanel ends an answer with that it could not finish: nothing else would tell. */
const broken = 'terminated early';

interface EventFile {
  /** Null for the answer of a server. */
  readonly object: string | null;
  readonly bytes: AsyncIterable<Buffer>;
}

/** A day of Mixpanel's raw export into the bucket of events; each counts once by its identity, however often it comes. */
@Injectable()
export class EventPull {
  private readonly hash: KeyedHash;

  constructor(
    @Inject(Buckets) private readonly buckets: Buckets,
    @Inject(SourceReaders) private readonly readers: SourceReaders,
    @Inject(CONFIG) { sourceHashKey }: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.hash = new KeyedHash(sourceHashKey);
  }

  async run(run: PullRun): Promise<PullResult> {
    const { source, table } = run.wanted;
    if (table.definition.columns.some(({ use }) => use === 'hash') || table.definition.others === 'hash')
      this.hash.require();
    const aside = new LeftAside();
    const counted = { bytes: 0 };
    const name = source.definition.event_source ?? usualSource;
    const events = new MixpanelEvents(name, table.definition, this.hash);
    const target = { source: source.key, table: 'event', origin: run.origin } as const;
    const { rows } = await this.buckets.stageLines(target, this.rows(run, events, aside, counted));
    const counts = { rows, bytes: counted.bytes, quarantined: aside.count, warnings: {} };
    return { mode: 'events', shape_hash: '', cursor: null, counts, manifest: null, quarantined: aside.shown };
  }

  private async *rows(
    run: PullRun,
    events: MixpanelEvents,
    aside: LeftAside,
    counted: { bytes: number },
  ): AsyncGenerator<BucketLine[]> {
    const { context } = run;
    let done = 0;
    const explain = this.readers.explain(run.pull.source);
    for await (const { object, bytes } of explained(this.files(run), explain)) {
      const chunks = FileChunks.of(explained(bytes, explain));
      for await (const block of new FileLines(chunks, events.quick).blocks()) {
        context.signal.throwIfAborted();
        const lines: BucketLine[] = [];
        for (const line of block) {
          if (line.text?.trim() === '') continue;
          const row =
            'made' in line
              ? aside.keep(line.made)
              : aside.take({ object, line: line.number }, () => events.row(parsed(line)));
          if (row !== undefined) lines.push(row);
          if (++done % reportEvery === 0) context.progress(done, null, 'Pulling events');
        }
        yield lines;
      }
      counted.bytes += chunks.bytesRead;
      if (chunks.damage !== undefined) throw new Error(`${object ?? 'The export'} is not whole: ${chunks.damage}.`);
    }
  }

  private async *files({ wanted: { source, table }, pull, context }: PullRun): AsyncGenerator<EventFile> {
    const { location } = source.definition;
    if (location === undefined) {
      yield { object: null, bytes: exportOfDay(this.readers.urlOf(source.key), pull.day, this.clock, context.signal) };
      return;
    }
    const place = await this.readers.place(location);
    const pattern = table.definition.from;
    if (pattern === undefined) throw invalid('Files of events need a pattern: from, as in events/{day}.json.gz.');
    for (const object of await place.find(pattern, pull.day)) yield { object, bytes: place.read(object) };
  }
}

function parsed(line: Line): unknown {
  if (line.text === undefined) throw new LineProblem(null, line.rule, 'not UTF-8, or longer than a megabyte');
  if (line.text.trim() === broken) throw new Error('Mixpanel ended the export before its end.');
  try {
    return JSON.parse(line.text);
  } catch {
    throw new LineProblem(null, 'json', 'not JSON');
  }
}
