import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { KeyService } from '#libs/access';
import type { Assessment } from '#libs/contracts';
import type { HttpService } from '#libs/http';
import { faultsOf, type Answered } from './bad-answers.js';
import { spelledEmail, spelledIpv6, tooLarge } from './bad-fields.js';
import { badPledge, type BadPledge } from './bad-pledges.js';

/** What came of many cases. */
export interface BadInputCounts {
  cases: number;
  scored: number;
  refused: number;
  warnings: number;
  /** Requests that were answered wrongly. */
  faults: number;
  /** The first of these, and how. */
  readonly examples: string[];
}

const together = 40;
const mostExamples = 20;

/** Requests that nobody sends in good faith, over HTTP. */
export class BadInput {
  readonly counts: BadInputCounts = { cases: 0, scored: 0, refused: 0, warnings: 0, faults: 0, examples: [] };

  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** The service listens from now on. */
  static async on(app: HttpService): Promise<BadInput> {
    const keys = app.get(KeyService, { strict: false });
    const { token } = await keys.add({ kind: 'app', name: 'bad input', live: true });
    await app.listen(0, '127.0.0.1');
    return new BadInput(`${await app.getUrl()}/v1/pledges/score`, token);
  }

  /** The same requests for the same seed, to the letter: a name that were drawn could now and then pass for a card's number. */
  async run(cases: number, seed: number, onCases: (cases: number) => void): Promise<BadInputCounts> {
    let spelled = 0;
    const property = fc.asyncProperty(
      fc.array(badPledge, { minLength: together, maxLength: together }),
      spelledIpv6,
      spelledEmail,
      async (pledges, ip, email) => {
        const faults = await Promise.all([
          ...pledges.map((one) => this.judge(one)),
          this.judgeSpelling(`spelled-${++spelled}`, ip, email),
        ]);
        this.counts.faults += faults.filter((found) => found.length > 0).length;
        this.counts.examples.push(...faults.flat().slice(0, mostExamples - this.counts.examples.length));
        onCases(this.counts.cases);
      },
    );
    await fc.assert(property, { numRuns: Math.ceil(cases / (together + 1)), seed, endOnFailure: true });
    return this.counts;
  }

  private async judge(pledge: BadPledge): Promise<string[]> {
    const answered = await this.ask(pledge.body);
    return faultsOf(pledge, answered).map((fault) => `${fault}: ${JSON.stringify(pledge.body)}`);
  }

  /** An address is one, however it is written: by the URL standard's own reading of it. */
  private async judgeSpelling(
    id: string,
    ip: { readonly groups: readonly number[]; readonly text: string },
    email: { readonly domain: string; readonly text: string },
  ): Promise<string[]> {
    const { status, text } = await this.ask({
      pledge: { id, project_id: 'p', amount: 1, currency: 'USD' },
      device: { ip_address: ip.text },
      email: { address: email.text },
    });
    if (status !== 200) return [`status ${status} for ${JSON.stringify([ip.text, email.text])}`];
    const answer = JSON.parse(text) as Assessment;
    const expected = { ip: readByUrl(ip.groups), domain: email.domain };
    const found = { ip: answer.ip, domain: answer.features['email_domain'] };
    return isDeepStrictEqual(found, expected) ? [] : [`${JSON.stringify(found)} is not ${JSON.stringify(expected)}`];
  }

  private async ask(body: unknown): Promise<Answered> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body).replaceAll(JSON.stringify(tooLarge), tooLarge),
    });
    const { status } = response;
    const text = await response.text();
    const { counts } = this;
    counts.cases += 1;
    if (status === 200) counts.scored += 1;
    else counts.refused += 1;
    if (status === 200) counts.warnings += (JSON.parse(text) as Assessment).warnings.length;
    return { status, text };
  }
}

/** As a browser would write it; IPv4-mapped ones are IPv4 here. */
function readByUrl(groups: readonly number[]): string {
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join('.');
  const { hostname } = new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]`);
  return hostname.slice(1, -1);
}
