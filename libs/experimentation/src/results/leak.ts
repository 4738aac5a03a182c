import type { PeopleView, ReadoutNote } from '#libs/contracts';
import type { PeopleCount } from './reading.js';

/** Who met several variants adds to each of them, so that a true effect looks smaller by about their share. */
const leakAlarm = 0.01;

/** Who met more than one variant by several ids, as before and after signing in or on two devices. */
export function peopleViewOf({ signedIn, severalVariants, query }: PeopleCount): PeopleView {
  const share = signedIn === 0 ? null : severalVariants / signedIn;
  const { hash, parameters } = query;
  return {
    signed_in: signedIn,
    several_variants: severalVariants,
    share,
    leak: share !== null && share > leakAlarm,
    query: { hash, parameters },
  };
}

export function leakNotes({ leak, share, several_variants: people, signed_in: all }: PeopleView): ReadoutNote[] {
  if (!leak || share === null) return [];
  const counts = `${people.toLocaleString('en-US')} of ${all.toLocaleString('en-US')}`;
  const text = `${counts} people who signed in saw more than one variant, ${(100 * share).toFixed(1)} % (alarm over ${100 * leakAlarm} %): the variants are pulled together, and effects look smaller than they are. Randomise backers, and keep what they had before they signed in (sticky, with a fallback).`;
  return [{ code: 'people_of_several_variants', text }];
}
