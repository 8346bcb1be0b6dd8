import type { NodeFacts } from './graph';
import { fixed, NBSP } from '../format/number';
import { share } from '../format/share';
import { quantity } from '../format/units';

export type Colour = 'time' | 'error' | 'memory';

/** One way to colour a graph: what it shows, in which six steps, and how a figure is written on a box. */
export interface Colouring {
  readonly name: string;
  readonly legend: string;
  readonly steps: readonly [string, string, string, string, string, string];
  /** 0 to 5, or null where it is not known. */
  readonly heat: (facts: NodeFacts) => number | null;
  readonly text: (facts: NodeFacts) => string | null;
}

const step = (value: number | null, ends: readonly number[]): number | null =>
  value === null ? null : ends.filter((end) => value >= end).length;

export const COLOURINGS: Record<Colour, Colouring> = {
  time: {
    name: 'Share of time',
    legend: 'Share of the model’s time, %',
    steps: ['< 0.5', '0.5–1', '1–2', '2–4', '4–8', '≥ 8'],
    heat: ({ timeShare }) => step(timeShare, [0.005, 0.01, 0.02, 0.04, 0.08]),
    text: ({ timeShare }) => (timeShare === null ? null : share(timeShare)),
  },
  error: {
    name: 'Error',
    legend: 'Signal to noise, dB; dark is a large error',
    steps: ['≥ 40', '35–40', '30–35', '25–30', '20–25', '< 20'],
    heat: ({ decibels }) => {
      const good = step(decibels, [20, 25, 30, 35, 40]);
      return good === null ? null : 5 - good;
    },
    text: ({ decibels }) => (decibels === null ? null : `${fixed(decibels, 1)}${NBSP}dB`),
  },
  memory: {
    name: 'Memory',
    legend: 'Output, as a share of the largest, %',
    steps: ['< 5', '5–10', '10–25', '25–50', '50–75', '≥ 75'],
    heat: ({ bytesShare }) => step(bytesShare, [0.05, 0.1, 0.25, 0.5, 0.75]),
    text: ({ bytes }) => (bytes === null ? null : quantity('memory', bytes)),
  },
};

export const colourOf = (value: string): Colour =>
  value === 'error' || value === 'memory' ? value : 'time';
