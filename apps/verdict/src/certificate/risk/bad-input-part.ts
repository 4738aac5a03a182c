import { join } from 'node:path';
import type { CertificatePart } from '#libs/contracts';
import { neverRow } from '#libs/simulation';
import { BadInput } from './bad-input.js';
import { compared, equalityRows } from './equality-rows.js';
import { given } from './rows.js';
import { onService, removeStores } from './stand.js';
import { TimedClock } from './timed-clock.js';

const wholeCases = 100_000;
const quickCases = 3_000;

/** Requests of every wrong kind over HTTP; and what was scored of them must be equal by SQL and replayed as well. */
export const badInput: CertificatePart = {
  name: 'bad input',
  question:
    'Is whatever is sent as a pledge either refused by name, or scored with a warning of all that was not understood?',
  run: async ({ seed, budget, folder, progress }) => {
    const own = join(folder, 'bad-input');
    await removeStores(own);
    const cases = budget < 1 ? quickCases : wholeCases;
    const clock = new TimedClock(Date.now());
    return onService(own, clock, async (app) => {
      const counts = await (await BadInput.on(app)).run(cases, seed, (done) => progress(Math.min(done, cases), cases));
      const { cases: asked, scored, refused, warnings, faults, examples } = counts;
      return [
        neverRow({ what: 'Requests that are answered wrongly' }, faults, asked),
        ...examples.map((what) => neverRow({ what }, 1, 1)),
        given('Requests refused, each with the name of the field', refused, asked),
        given('Warnings, each with a pointer', warnings, scored),
        ...equalityRows('Bad input', await compared(app, clock, () => undefined), scored),
      ];
    });
  },
};
