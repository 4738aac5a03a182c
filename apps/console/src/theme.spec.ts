import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const css = readFileSync(new URL('theme.css', import.meta.url), 'utf8');
const themes = ['light', 'dark'] as const;
const grounds = ['ground', 'surface', 'raised'] as const;
const washes = ['good-wash', 'bad-wash', 'warn-wash', 'info-wash'] as const;

/** What is written on what; `theme.css` says what the colours mean. */
const texts: readonly (readonly [ink: string, on: readonly string[]])[] = [
  ['ink', [...grounds, ...washes]],
  ['muted', [...grounds, ...washes]],
  ['action', [...grounds, 'info-wash']],
  ['good', [...grounds, 'good-wash']],
  ['bad', [...grounds, 'bad-wash']],
  ['warn', [...grounds, 'warn-wash']],
  ['action-ink', ['action']],
];
/** The edges of controls, the focus ring and the bars of plots: WCAG asks 3:1 of what is no text. */
const marks: typeof texts = [
  ['line-strong', ['ground', 'surface']],
  ['action', [...grounds, ...washes]],
  ['good', ['surface']],
  ['bad', ['surface']],
];

const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
  ),
);

const pairs = (wanted: typeof texts) =>
  themes.flatMap((theme) => wanted.flatMap(([ink, on]) => on.map((ground) => [theme, ink, ground] as const)));

function colour(name: string, theme: (typeof themes)[number]): string {
  const found = colours.get(name);
  if (found === undefined) throw new Error(`theme.css has no --${name} for both themes.`);
  return found[theme];
}

/** Relative luminance of sRGB: WCAG 2.2, *relative luminance*. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

describe('the colours of the theme', () => {
  it('are measured as WCAG does: black on white is 21:1', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 9);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
  });

  it('are all measured here, save the thin lines, which say nothing', () => {
    const measured = new Set([...texts, ...marks].flatMap(([ink, on]) => [ink, ...on]));
    expect([...colours.keys()].filter((name) => !measured.has(name))).toEqual(['line']);
  });

  it.each(pairs(texts))('in %s, %s on %s can be read: 4.5:1', (theme, ink, ground) => {
    expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairs(marks))('in %s, %s on %s can be seen: 3:1', (theme, mark, ground) => {
    expect(contrast(colour(mark, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});
