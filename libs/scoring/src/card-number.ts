/**
 * ISO/IEC 7812-1, annex B (Luhn): from the right, every second digit is doubled, 9 taken off above 9, and the sum is a
 * multiple of ten. Example: 79927398713.
 */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const weighted = place % 2 === 0 ? digit : 2 * digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/** Groups of digits with one separator between them, as cards and forms print them. */
const digitGroups = /\d+(?:[ \u00a0._/-]\d+)*/g;
/** What programs write of a number below one: ids made of random fractions end so. */
const fraction = /(?<!\d)0\.\d+/g;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** The ranges that payment networks issue from: 2221–2720, 3, 4, 5, 6. A time in milliseconds begins with 1. */
const issued = /^(?:22[2-9]|2[3-6]|27[01]|2720|[3-6])/;
const shortest = 13;
const longest = 19;

/**
 * Does the text hold what is probably a payment card's number: 13 to 19 digits of whole groups, of an issued range,
 * that pass Luhn? What comes before and after (an expiry date, a code) does not hide it. One in ten other numbers of
 * that length and range passes too, so ids that are long numbers need a letter in front; UUIDs and fractions
 * below one are left alone.
 */
export function looksLikeCardNumber(text: string): boolean {
  if (text.length < shortest) return false;
  for (const [run] of text.replace(uuid, '').replace(fraction, '').matchAll(digitGroups)) {
    const groups = run.split(/\D/);
    for (let first = 0; first < groups.length; first++) {
      let digits = '';
      for (let last = first; last < groups.length && digits.length < longest; last++) {
        digits += groups[last];
        if (digits.length >= shortest && digits.length <= longest && issued.test(digits) && passesLuhn(digits))
          return true;
      }
    }
  }
  return false;
}
