import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Ratios of WCAG 2.2, computed from the tokens themselves: text 4.5:1, marks and borders of controls 3:1. */
const css = readFileSync('src/styles/tokens.css', 'utf8');
const THEMES = ['light', 'dark'] as const;

function token(name: string, theme: (typeof THEMES)[number]): string {
  const value = new RegExp(`--${name}:\\s*([^;]+);`).exec(css)?.[1];
  if (value === undefined) throw new Error(`tokens.css has no --${name}`);
  const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  if (other !== undefined) return token(other, theme);
  const pair = /light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/.exec(value);
  const colour = theme === 'light' ? pair?.[1] : pair?.[2];
  if (colour === undefined)
    throw new Error(`--${name} is ${value}, must be light-dark(#rrggbb, #rrggbb)`);
  return colour;
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const part = parseInt(colour.slice(i, i + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function ratio(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const GROUNDS = [
  'bg',
  'surface',
  'surface-raised',
  'surface-sunken',
  'surface-hover',
  'surface-selected',
];
const TEXT = [
  'text',
  'text-2',
  'text-3',
  'better',
  'worse',
  'same',
  'unknown',
  'state-bad',
  'state-warning',
];
const MARKS = ['line-control', 'accent', ...Array.from({ length: 8 }, (_, i) => `series-${i + 1}`)];

test('the rule itself: black on white is 21:1', () =>
  expect(ratio('#000000', '#ffffff')).toBeCloseTo(21));

describe.each(THEMES)('%s', (theme) => {
  test.each(TEXT.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))(
    'text %s on %s',
    (text, ground) => {
      expect(ratio(token(text, theme), token(ground, theme))).toBeGreaterThanOrEqual(4.5);
    },
  );
  test.each(MARKS.flatMap((mark) => GROUNDS.map((ground) => [mark, ground] as const)))(
    'mark %s on %s',
    (mark, ground) => {
      expect(ratio(token(mark, theme), token(ground, theme))).toBeGreaterThanOrEqual(3);
    },
  );
  test.each(['better', 'worse', 'same', 'unknown'])('verdict %s on its own ground', (verdict) => {
    expect(ratio(token(verdict, theme), token(`${verdict}-bg`, theme))).toBeGreaterThanOrEqual(4.5);
  });
  test.each([0, 1, 2, 3, 4, 5])('ink on step %d of heat', (step) => {
    expect(
      ratio(token(`heat-${step}-ink`, theme), token(`heat-${step}`, theme)),
    ).toBeGreaterThanOrEqual(4.5);
  });
  test('the label of a filled button', () => {
    expect(ratio(token('text-on-ink', theme), token('ink', theme))).toBeGreaterThanOrEqual(4.5);
  });
});
