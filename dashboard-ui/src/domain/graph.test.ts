import { describe, expect, test } from 'vitest';
import type { Subgraph } from '../api/types';
import { COLOURINGS } from './colouring';
import { factsOf, isProfiled, neighbour, operatorGraph, tensorBytes } from './graph';

/** x -> CONV -> RELU -> ADD with CONV's result going around RELU; w is a constant. */
const tensor = (name: string, constant = false) => ({
  name,
  type: 'int8',
  shape: [1, 4],
  constant,
  sizeBytes: 4,
});
const subgraph: Subgraph = {
  name: 'main',
  tensors: [tensor('x'), tensor('w', true), tensor('c'), tensor('r'), tensor('s')],
  operators: [
    { operator: 'CONV_2D', inputs: [0, 1, -1], outputs: [2], attributes: {} },
    { operator: 'RELU', inputs: [2], outputs: [3], attributes: {} },
    { operator: 'ADD', inputs: [2, 3], outputs: [4], attributes: {} },
  ],
  inputs: [0],
  outputs: [4],
};
const graph = operatorGraph(subgraph);

describe('the graph of operators', () => {
  test('constants are no boxes, and what is left out no arrow', () => {
    expect(graph.nodes.map((node) => node.id)).toEqual([
      'input-0',
      'op-0',
      'op-1',
      'op-2',
      'output-0',
    ]);
    expect(graph.nodes[1]?.constants.map((t) => t.name)).toEqual(['w']);
    expect(graph.edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'input-0 op-0',
      'op-0 op-1',
      'op-0 op-2',
      'op-1 op-2',
      'op-2 output-0',
    ]);
  });
  test.each([
    ['op-0', 'ArrowDown', 'op-1'],
    ['op-0', 'ArrowUp', 'input-0'],
    ['op-1', 'ArrowRight', 'op-2'],
    ['op-2', 'ArrowLeft', 'op-1'],
    ['output-0', 'ArrowDown', null],
    ['op-1', 'End', 'output-0'],
  ])('from %s, %s leads to %s', (from, key, to) => expect(neighbour(graph, from, key)).toBe(to));

  test('bytes follow from type and shape where they are not told', () => {
    const of = (type: string, shape: number[]) =>
      tensorBytes({ name: 't', type, shape, constant: false });
    expect(of('float32', [1, 56, 56, 24])).toBe(301_056);
    expect(of('int4', [3])).toBe(2);
    expect(of('float32', [-1, 3])).toBeNull();
    expect(of('string', [3])).toBeNull();
  });
  test('figures find their operator by its number, errors by the tensor', () => {
    const facts = factsOf(
      graph,
      [
        { operator: 'CONV_2D', index: 0, nanos: 75 },
        { operator: 'ADD', index: 2, nanos: 25 },
      ],
      [
        {
          name: 'r',
          operator: 'RELU',
          elements: 4,
          signalToNoiseDecibels: 17,
          rootMeanSquareError: 0.1,
          maximumError: 0.2,
        },
      ],
      0,
    );
    expect(facts.get('op-0')?.timeShare).toBe(0.75);
    expect(facts.get('op-1')).toMatchObject({ nanos: null, decibels: 17 });
    const relu = facts.get('op-1');
    expect(relu && COLOURINGS.error.heat(relu)).toBe(5);
    expect(relu && COLOURINGS.time.heat(relu)).toBeNull();
    expect(isProfiled(facts)).toBe(true);
    expect(isProfiled(factsOf(graph, null, null, 0))).toBe(false);
  });
});
