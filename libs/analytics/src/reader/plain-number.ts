const written = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** A number apart: its value is sign · whole.part, exactly; `whole` has no leading and `part` no trailing zero. */
export interface PlainNumber {
  readonly sign: '' | '-';
  readonly whole: string;
  readonly part: string;
}

/** Reads a decimal number, with or without an exponent, exactly as it is written; undefined for anything else. */
export function plainNumber(text: string): PlainNumber | undefined {
  const [, sign, whole = '', part = '', exponent = '0'] = written.exec(text) ?? [];
  if (sign === undefined || whole + part === '') return undefined;
  const point = whole.length + Number(exponent);
  const digits = whole + part;
  const padded = digits.padStart(digits.length - Math.min(point, 0), '0').padEnd(point, '0');
  const at = Math.max(point, 0);
  const plain = { whole: padded.slice(0, at).replace(/^0+/, ''), part: padded.slice(at).replace(/0+$/, '') };
  return { sign: sign === '-' && plain.whole + plain.part !== '' ? '-' : '', ...plain };
}
