import { fewestDigits, hasEnoughDigits, plainText } from './card-text.js';

/**
 * ISO/IEC 7812-1, annex B (Luhn): from the right, every second digit is doubled, 9 taken off above 9, and the sum is a
 * multiple of ten. Example: 79927398713.
 */
export const passesLuhn = (digits: string): boolean => luhnSum(digits, 0) % 10 === 0;

/** The part that these digits have in the sum of a number in which so many digits follow them. */
function luhnSum(digits: string, following: number): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(index) - 48;
    const weighted = (digits.length - 1 - index + following) % 2 === 0 ? digit : 2 * digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum;
}

/**
 * What payment networks issue: 2200–2204, 2221–2720, 3, 4, 5 and 6 with 13 to 19 digits; Maestro (50, 56–59, 6) with 12
 * too; UATP, the airlines' card, with 1 and 15 digits. A time in milliseconds begins with 1, and has 13.
 */
const range = /^(?:(?=.{13})(?:220[0-4]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|[3-6])|(?:50|5[6-9]|6)|1(?=.{14}$))/;
const mostDigits = 19;

/** What is between two groups of digits: nothing that joins them, or a joint that any grouping may have, or an odd one. */
type Joint = 'none' | 'plain' | 'point' | 'odd';

interface Group {
  readonly digits: string;
  readonly joint: Joint;
}

/** Of one character, repeated or between blanks; a list's comma, a time's colon and a line's end are odd ones. */
function jointOf(between: string): Joint {
  if (between === ' ') return 'plain';
  const kind = between.trim();
  if (!/^[^\p{L}\p{N}]{1,3}$/u.test(between)) return 'none';
  if (kind === '') return /[\n\r\t]/.test(between) ? 'odd' : 'plain';
  const isOne = new Set(kind).size === 1;
  if (/[,;]/.test(kind)) return isOne && kind === between ? 'odd' : 'none';
  if (!isOne || kind.startsWith(':')) return 'odd';
  return kind === '.' ? 'point' : 'plain';
}

/** 4 4 4 4 and on, 4 6 5 (American Express), 4 6 4 (Diners), 4 5 6 (UATP), or digit by digit. */
function isPrinted(groups: readonly Group[]): boolean {
  const sizes = groups.map(({ digits }) => digits.length);
  return /^(?:(?:4,){2,4}[1-4]|4,6,[45]|4,5,6|(?:1,)+1)$/.test(sizes.join());
}

function isCard(groups: readonly Group[]): boolean {
  const digits = groups.map((group) => group.digits).join('');
  if (!range.test(digits)) return false;
  const [, ...joined] = groups;
  if (joined.some(({ joint }) => joint === 'odd')) return isPrinted(groups);
  // Seconds since 1970 with their fraction have 15 digits too.
  return !(digits.startsWith('1') && joined.length === 1 && joined[0]?.joint === 'point');
}

/** Do some of the last groups, together and whole, make a card's number? */
function endsInCard(groups: readonly Group[]): boolean {
  let length = 0;
  let sum = 0;
  for (let first = groups.length - 1; first >= 0; first--) {
    const group = groups[first];
    if (group === undefined || length + group.digits.length > mostDigits) return false;
    sum += luhnSum(group.digits, length);
    length += group.digits.length;
    if (length >= fewestDigits && sum % 10 === 0 && isCard(groups.slice(first))) return true;
    if (group.joint === 'none') return false;
  }
  return false;
}

/**
 * Does the text hold what is probably a payment card's number: 13 to 19 digits (12 of Maestro, 15 of UATP) of whole groups,
 * of an issued range, that pass Luhn? Digits of any script count, whatever is invisible between them, and so do groups with
 * a separator between them; one that lists and times have too needs a card's grouping. What comes before and after (an
 * expiry date, a code) does not hide it.
 *
 * One in ten other numbers of that length and range passes too, so ids that are long numbers need a letter in front. UUIDs,
 * digests, dates and times, IPv4 addresses, phone numbers with their plus and fractions are left alone.
 */
export function looksLikeCardNumber(text: string): boolean {
  if (!hasEnoughDigits(text)) return false;
  const plain = plainText(text);
  const groups: Group[] = [];
  let end = 0;
  for (const { 0: digits, index } of plain.matchAll(/\d+/g)) {
    groups.push({ digits, joint: groups.length === 0 ? 'none' : jointOf(plain.slice(end, index)) });
    end = index + digits.length;
    if (groups.length > mostDigits) groups.shift();
    if (endsInCard(groups)) return true;
  }
  return false;
}
