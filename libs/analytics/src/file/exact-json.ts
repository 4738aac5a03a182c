/** Digits that a JavaScript number surely holds. */
const exactDigits = 15;
const mayBeLong = /\d{16}|\d\.\d{14}|\d{14}\.\d/;
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * JSON whose long numbers are text: 12345678901234567890 comes as "12345678901234567890", where JSON.parse alone would
 * round it. @throws SyntaxError for what is no JSON
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(mayBeLong.test(text) ? text.replace(token, longAsText) : text);
}

function longAsText(found: string): string {
  if (found.startsWith('"')) return found;
  const digits = found.replace(/[eE].*$/, '').replace(/^-?0*\.?0*|\./g, '');
  return digits.length > exactDigits ? `"${found}"` : found;
}
