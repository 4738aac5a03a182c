import { Inject, Injectable } from '@nestjs/common';
import { eventLimits, type Principal } from '#libs/contracts';
import { parseJson } from '#libs/http';
import { VerdictError } from '#libs/errors';
import { EventIntake } from './event-intake.js';
import { fromMixpanel, mixpanelAnswer, mixpanelRefusal, type MixpanelAnswer } from './mixpanel.js';

/** Mixpanel's /import, for clients that exist: the same judging, the same log, its own words. */
@Injectable()
export class MixpanelIntake {
  constructor(@Inject(EventIntake) private readonly intake: EventIntake) {}

  /** `body` is an array, or the bytes of newline-delimited JSON. A repeat counts as imported, as it does there. */
  async take(body: unknown, strict: boolean, caller: Principal): Promise<MixpanelAnswer> {
    const values = Buffer.isBuffer(body) ? lines(body) : body;
    if (!Array.isArray(values)) return mixpanelRefusal(400, 'the body is not a list of events');
    if (values.length > eventLimits.batch)
      return mixpanelRefusal(413, `request exceeds max limit of ${eventLimits.batch} events`);
    const judged = this.intake.judge(values.map(fromMixpanel), caller, strict);
    await this.intake.store(judged, caller);
    return mixpanelAnswer(judged.prepared.length, judged.refused, strict);
  }
}

/** A line that is no JSON stands as its text: an event is an object, so it is refused under its index. */
function lines(body: Buffer): unknown[] {
  const values: unknown[] = [];
  let start = 0;
  while (start < body.length) {
    const end = body.indexOf(0x0a, start);
    const line = body.subarray(start, end < 0 ? body.length : end);
    if (line.some((byte) => byte > 0x20)) values.push(parseLine(line));
    start = end < 0 ? body.length : end + 1;
  }
  return values;
}

function parseLine(line: Buffer): unknown {
  try {
    return parseJson(line);
  } catch (error) {
    if (error instanceof VerdictError) return line.toString('utf8');
    throw error;
  }
}
