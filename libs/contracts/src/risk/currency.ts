/** Digits after the point of the minor unit, where they are not two (ISO 4217, active codes). */
export const minorUnitDigits: Readonly<Record<string, number>> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ...'CLF UYW'.split(' ').map((code) => [code, 4]),
]);

/** Example: a JPY amount of 500 is ¥500 (0), a KWD amount of 500 is half a dinar (3). */
export const minorUnitExponent = (currency: string): number => minorUnitDigits[currency] ?? 2;
