import { describe, expect, test } from 'vitest';
import type { Device, Job, ReleaseVerdict, SeriesChange } from '../api/types';
import { commandFor, profileCommand, quote } from './command';
import { devicesSentence } from './devices';
import { job, model } from './examples';
import { familyOf, flatten, recipeText } from './family';
import { changeOf, judge, judgeDifference, overall } from './judge';
import { settingsOf, spread, standingOf } from './measured';
import { front } from './pareto';
import { byOperator, sideBySide } from './profile';
import { beforeAndNow, inOrder, sentence, verdictOf } from './release';

describe('a family', () => {
  const items = [
    model('d', { parent: 'c', recipe: { scheme: 'int8' } }),
    model('a'),
    model('b', { parent: 'a', recipe: { scheme: 'dynamic' } }),
    model('c', { parent: 'a', recipe: { sparsity: 0.5 } }),
  ];
  test('is a tree whose labels say what was done, the newest step first', () => {
    const tree = familyOf(items);
    expect(tree && flatten(tree).map((variant) => variant.label)).toEqual([
      'original',
      'hybrid',
      'pruned 50\u00a0%',
      'int8 pruned 50\u00a0%',
    ]);
  });
  test('tells variants of the same recipe apart by their digests', () => {
    const tree = familyOf([...items, model('e', { parent: 'a', recipe: { scheme: 'dynamic' } })]);
    const labels = tree ? flatten(tree).map((variant) => variant.label) : [];
    expect(labels).toContain('hybrid b0000000');
    expect(labels).toContain('hybrid e0000000');
  });
  test('of nothing is none', () => expect(familyOf([])).toBeNull());
  test('recipes in words', () => {
    expect(recipeText(null)).toBe('as it was uploaded');
    expect(
      recipeText({
        scheme: 'int8',
        calibration: { dataset: 'd', samples: 200, method: 'percentile' },
      }),
    ).toBe('quantize int8, 200 samples, percentile');
  });
});

describe('judging a change', () => {
  test.each([
    [1.132, [1.11, 1.154], 'worse'],
    [0.814, [0.8, 0.83], 'better'],
    [1.001, [0.99, 1.01], 'same'],
    [1.039, [0.978, 1.104], 'unknown'],
    [1.03, null, 'worse'],
    [0.99, null, 'same'],
  ] as const)('%d %j is %s where lower is better', (ratio, interval, verdict) =>
    expect(judge({ ratio, interval }, true)).toBe(verdict),
  );
  test('the other way round where higher is better', () =>
    expect(judge({ ratio: 1.5, interval: null }, false)).toBe('better'));
  test('the errors of two measurements add in quadrature', () => {
    const change = changeOf({ value: 100, interval: [97, 103] }, { value: 50, interval: [48, 52] });
    expect(change?.ratio).toBe(0.5);
    expect(change?.interval?.[0]).toBeCloseTo(0.4757, 3);
    expect(change?.interval?.[1]).toBeCloseTo(0.5254, 3);
  });
  test('a ratio to nothing is none', () =>
    expect(changeOf({ value: 0, interval: null }, { value: 1, interval: null })).toBeNull());
  test('a difference is decided where its interval leaves out zero', () => {
    expect(judgeDifference([-0.003, -0.001], 0.001)).toBe('worse');
    expect(judgeDifference([-0.0005, 0.0004], 0.001)).toBe('same');
    expect(judgeDifference([-0.003, 0.002], 0.001)).toBe('unknown');
    expect(judgeDifference(null, 0.001)).toBe('unknown');
  });
});

describe('a release', () => {
  const change = (
    verdict: SeriesChange['verdict'],
    ratio: number,
    metric = 'medianNanos',
  ): SeriesChange => ({
    series: { model: 'm', device: 'd', threads: 1, metric },
    before: 41_600_000,
    after: 41_600_000 * ratio,
    ratio,
    interval: null,
    since: '0.1.0',
    verdict,
  });
  const release = (...changes: SeriesChange[]): ReleaseVerdict => ({
    release: '0.2.0',
    createdAt: '2026-01-01T00:00:00Z',
    verdict: 'same',
    changes,
    missing: [],
  });
  const names = [(id: string) => `model ${id}`, (id: string) => `device ${id}`] as const;

  test('is worse if any series is, whatever the server called it', () => {
    expect(verdictOf(release(change('better', 0.5), change('worse', 1.1)))).toBe('worse');
  });
  test.each([
    [['worse', 'unknown'], 'worse'],
    [['better', 'unknown'], 'unknown'],
    [['better', 'same'], 'better'],
    [['same'], 'same'],
    [[], 'unknown'],
  ] as const)('%j make %s', (verdicts, whole) => expect(overall(verdicts)).toBe(whole));
  test('is sorted worse, unknown, better, and by size within each', () => {
    const sorted = inOrder([
      change('better', 0.9),
      change('worse', 1.1),
      change('unknown', 2),
      change('worse', 1.3),
    ]);
    expect(sorted.map(({ ratio }) => ratio)).toEqual([1.3, 1.1, 2, 0.9]);
  });
  test('says what got worse, and the largest', () =>
    expect(sentence(release(change('worse', 1.132), change('same', 1)), ...names)).toBe(
      '1 of 2\u00a0series got worse. The largest: model m is 13.2\u00a0% slower on device d, 1\u00a0thread.',
    ));
  test('never calls unknown a pass', () =>
    expect(sentence(release(change('unknown', 1.1)), ...names)).toBe(
      'None of 1\u00a0series got worse, but 1 cannot be told yet: run more.',
    ));
  test('has before and now in one unit', () =>
    expect(beforeAndNow(change('worse', 1.132))).toBe('41.6 → 47.1\u00a0ms'));
});

describe('measurements', () => {
  const bench = (id: string, state: Job['state'], device: string, day: number): Job =>
    job({
      id,
      kind: 'benchmark',
      state,
      recipe: { model: 'a', device, threads: 4 },
      createdAt: `2026-01-0${day}T00:00:00Z`,
      ...(state === 'succeeded' ? { result: { medianNanos: day } } : {}),
    });
  const jobs = [
    bench('1', 'succeeded', 'pi', 1),
    bench('2', 'succeeded', 'pi', 2),
    bench('3', 'failed', 'pi', 3),
    bench('4', 'queued', 'phone', 4),
  ];
  test('the newest that succeeded stands, even behind one that failed', () => {
    const standing = standingOf(jobs, 'a', { device: 'pi', threads: 4 });
    expect(standing.kind === 'measured' && standing.measured.job.id).toBe('2');
  });
  test('what waits is told from what was never asked for', () => {
    expect(standingOf(jobs, 'a', { device: 'phone', threads: 4 }).kind).toBe('waiting');
    expect(standingOf(jobs, 'a', { device: 'phone', threads: 1 }).kind).toBe('none');
  });
  test('the setting that is known best comes first', () =>
    expect(settingsOf(jobs)[0]).toEqual({ device: 'pi', threads: 4 }));
  test('a setting that times comes before a stand-in that counted more', () => {
    const counted = ['1', '2'].map(
      (id) => ({ ...bench(id, 'succeeded', 'emulator', 1), result: { instructions: 9 } }) as Job,
    );
    expect(settingsOf([...counted, bench('3', 'succeeded', 'pi', 1)])[0]?.device).toBe('pi');
  });
  test('spread needs runs', () => {
    expect(spread([1, 2, 3])).toBeNull();
    expect(spread([90, 95, 100, 105, 110])).toBeCloseTo(0.05);
  });
});

test.each<[Partial<Device>[], string]>([
  [[{ state: 'idle' }], '1\u00a0device: it can measure now.'],
  [
    [{ state: 'idle' }, { state: 'measuring', standIn: true }],
    '2\u00a0devices, 1 of them an emulator: all can measure now.',
  ],
  [
    [{ state: 'idle' }, { state: 'noisy' }, { state: 'offline', standIn: true }],
    '3\u00a0devices, 1 of them an emulator: 1 can measure now, 1 is noisy, 1 is offline.',
  ],
  [
    [{ state: 'offline' }, { state: 'offline' }],
    '2\u00a0devices: none can measure now, all are offline.',
  ],
  [[{ state: 'noisy' }], '1\u00a0device: it cannot measure now, it is noisy.'],
])('devices in a sentence: %j', (devices, text) =>
  expect(devicesSentence(devices as Device[])).toBe(text),
);

test('the front of a trade-off, cheapest first', () => {
  const points = [
    { cost: 3, gain: 3 },
    { cost: 1, gain: 1 },
    { cost: 2, gain: 1 },
    { cost: 3, gain: 2 },
  ];
  expect(front(points)).toEqual([points[1], points[0]]);
});

test('time by kind of operator', () => {
  const a = [
    { operator: 'ADD', index: 0, nanos: 5 },
    { operator: 'CONV_2D', index: 1, nanos: 7 },
    { operator: 'CONV_2D', index: 2, nanos: 8 },
  ];
  expect(byOperator(a)).toEqual([
    { operator: 'CONV_2D', count: 2, nanos: 15 },
    { operator: 'ADD', count: 1, nanos: 5 },
  ]);
  expect(
    sideBySide(a, [{ operator: 'SOFTMAX', index: 0, nanos: 9 }]).map((row) => row.operator),
  ).toEqual(['CONV_2D', 'SOFTMAX', 'ADD']);
});

describe('the command that does it again', () => {
  const again = (fields: Partial<Job>) =>
    commandFor(
      { ...job({ model: 'mdl_1' }), ...fields } as Job,
      'http://farm',
      (id) => `rack/${id}`,
    );
  test.each<[Partial<Job>, string]>([
    [
      { kind: 'quantization', recipe: { scheme: 'int8', calibration: { dataset: 'dst_1' } } },
      'quantize mdl_1 -o out.tflite --scheme int8 --calibration dst_1',
    ],
    [
      { kind: 'pruning', recipe: { sparsity: 0.5, score: 'adaptive' } },
      'prune mdl_1 -o out.tflite --sparsity 0.5 --score adaptive',
    ],
    [
      { kind: 'benchmark', recipe: { device: 'pi', threads: 4, profile: true } },
      'benchmark mdl_1 --profile --device rack/pi --threads 4',
    ],
    [
      { kind: 'conversion', recipe: { shapes: { image: [1, 224, 224, 3] } } },
      'convert mdl_1 -o out.tflite --shape image=1,224,224,3',
    ],
    [{ kind: 'evaluation', recipe: { dataset: 'dst_2' } }, 'evaluate mdl_1 dst_2'],
  ])('%j', (fields, command) =>
    expect(again(fields)).toBe(`bantam ${command} --server http://farm`),
  );
  test('or profiles it, where the page is about', () =>
    expect(profileCommand('mdl_1', 'http://farm', { device: 'rack/pi', threads: 2 })).toBe(
      'bantam benchmark mdl_1 --profile --device rack/pi --threads 2 --server http://farm',
    ));
  test('is safe to paste', () => expect(quote("a'b; rm")).toBe(`'a'\\''b; rm'`));
});
