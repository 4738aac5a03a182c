/** A number as people read it: four digits that count, thousands with commas. */
export const numberText = (value: number): string => {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e12 || size < 1e-4) return value.toExponential(2);
  return value.toLocaleString('en-US', { maximumSignificantDigits: Math.max(4, Math.ceil(Math.log10(size))) });
};

/** A share of one, signed: +7.3 %. */
export const percentText = (value: number): string => {
  const percent = 100 * value;
  const digits = Math.abs(percent) >= 100 ? 0 : Math.abs(percent) >= 10 ? 1 : 2;
  const text = Math.abs(percent).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${signOf(percent, text)}${text} %`;
};

/** A difference, signed. */
export const signedText = (value: number): string => {
  const text = numberText(Math.abs(value));
  return `${signOf(value, text)}${text}`;
};

const signOf = (value: number, text: string): string => (/[1-9]/.test(text) ? (value < 0 ? '−' : '+') : '±');

/** A p-value: never 0. */
export const pText = (p: number): string => (p < 0.0001 ? '< 0.0001' : p.toFixed(p < 0.01 ? 4 : 3));
