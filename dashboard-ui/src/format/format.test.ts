import { describe, expect, test } from 'vitest';
import { capital, shape, shortDigest, tightShape } from './identity';
import { counted, fixed, signed, significant, whole } from './number';
import { accuracy, change, plusMinus, points, share } from './share';
import { clock, day, lasted, roughly, utc } from './time';
import { inUnit, intervalInUnit, quantity, unitFor } from './units';

const S = '\u00a0';

describe('three significant digits', () => {
  test.each([
    [1.8749, '1.87'],
    [9.996, '10.0'],
    [0.0047123, '0.00471'],
    [171.34, '171'],
    [1234.5, '1,230'],
    [0, '0'],
    [-0.19, '−0.190'],
    [41.6, '41.6'],
  ])('%d is written %s', (value, text) => expect(significant(value)).toBe(text));
});

describe('signs', () => {
  test('a minus is a true minus', () => expect(fixed(-1.5, 1)).toBe('−1.5'));
  test('what rounds to zero has no sign', () => {
    expect(fixed(-0.004, 2)).toBe('0.00');
    expect(signed(0.004, 2)).toBe('0.00');
  });
  test('a change says which way', () => expect(signed(11, 1)).toBe('+11.0'));
});

describe('units', () => {
  test.each([
    ['time', 6_950_000, `6.95${S}ms`],
    ['time', 44_000, `44.0${S}µs`],
    ['time', 812, `812${S}ns`],
    ['time', 2_500_000_000, `2.50${S}s`],
    ['file', 318_144, `318${S}kB`],
    ['file', 3_620_000, `3.62${S}MB`],
    ['memory', 451_584, `441${S}KiB`],
    ['memory', 6_396_313, `6.10${S}MiB`],
    ['count', 77_706, `77.7${S}k`],
    ['count', 300_800_000, `301${S}M`],
    ['count', 12, '12'],
  ] as const)('%s %d is %s', (kind, value, text) => expect(quantity(kind, value)).toBe(text));

  test('a column has one unit, that of its largest value', () => {
    const unit = unitFor('time', [44_000, 1_262_000, null, undefined]);
    expect(unit.symbol).toBe('ms');
    expect(inUnit(44_000, unit)).toBe('0.0440');
  });
  test('the interval has as many decimals as the figure', () => {
    const ms = unitFor('time', [1_870_000]);
    expect(intervalInUnit(1_870_000, [1_843_100, 1_910_000], ms)).toBe('[1.84, 1.91]');
    expect(intervalInUnit(41_600_000, [41_000_000, 42_060_000], ms)).toBe('[41.0, 42.1]');
  });
  test('nothing known still has a unit', () => expect(unitFor('file', []).symbol).toBe('B'));
});

describe('shares', () => {
  test('accuracies have two decimals', () => expect(accuracy(0.71876)).toBe(`71.88${S}%`));
  test('differences are in points', () => {
    expect(points(-0.0019)).toBe('−0.19');
    expect(plusMinus([-0.0034, -0.0004])).toBe('±0.15');
  });
  test('a share', () => expect(share(0.0532)).toBe(`5.3${S}%`));
  test('a small share is not zero', () => expect(share(0.0004)).toBe(`<${S}0.1${S}%`));
  test('a change with its interval', () =>
    expect(change(1.132, [1.11, 1.154])).toEqual({
      figure: `+13.2${S}%`,
      interval: '[+11.0, +15.4]',
    }));
  test('an exact change has none', () =>
    expect(change(0.259)).toEqual({ figure: `−74.1${S}%`, interval: null }));
});

describe('time', () => {
  test('UTC is said', () =>
    expect(utc('2026-11-23T09:14:05Z')).toBe(`23${S}Nov 2026, 09:14${S}UTC`));
  test('a day', () => expect(day('2026-01-02T00:00:00Z')).toBe(`2${S}Jan`));
  test('a clock', () => expect(clock('2026-11-23T04:05:06+01:00')).toBe('03:05:06'));
  test.each([
    [2000, '0:02'],
    [171_000, '2:51'],
    [3_727_000, '1:02:07'],
  ])('%d ms lasted %s', (millis, text) => expect(lasted(millis)).toBe(text));
  test.each([
    [4000, `4${S}s`],
    [100_000, `1${S}min 40${S}s`],
    [1_560_000, `26${S}min`],
    [11_100_000, `3${S}h 5${S}min`],
    [1_036_800_000, `12${S}days`],
  ])('%d ms is roughly %s', (millis, text) => expect(roughly(millis)).toBe(text));
});

describe('identities', () => {
  test('a digest by its first digits', () =>
    expect(shortDigest(`sha256:${'9f2c41d7'.repeat(8)}`)).toBe('9f2c41d7'));
  test('shapes', () => {
    expect(shape([1, 224, 224, 3])).toBe('1 × 224 × 224 × 3');
    expect(shape([-1, 3])).toBe('? × 3');
    expect(shape([])).toBe('scalar');
    expect(tightShape([1, 56])).toBe('1×56');
  });
  test('counts', () => {
    expect(counted(1, 'device')).toBe(`1${S}device`);
    expect(counted(2914, 'device')).toBe(`2,914${S}devices`);
    expect(whole(1204)).toBe('1,204');
    expect(capital('queued')).toBe('Queued');
  });
});
