import type {
  Graph,
  GraphOperator,
  GraphTensor,
  ProfileLine,
  TensorError,
} from '../../src/api/types';

/** The same numbers in each run: a small generator with a seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** resnet8 as it stands in its file: three stacks of convolutions, each with a way around. */
export function resnet(type: 'float32' | 'int8'): Graph {
  const tensors: GraphTensor[] = [];
  const operators: GraphOperator[] = [];
  const bytes = type === 'float32' ? 4 : 1;
  const tensor = (name: string, shape: number[], constant = false): number => {
    const elements = shape.reduce((a, b) => a * b, 1);
    const quantized = type === 'int8' ? { scales: [0.0235], zeroPoints: [-128], axis: null } : null;
    tensors.push({
      name,
      type,
      shape,
      constant,
      sizeBytes: elements * bytes,
      quantization: quantized,
    });
    return tensors.length - 1;
  };
  const convolve = (
    name: string,
    from: number,
    shape: number[],
    kernel: number,
    stride: number,
  ): number => {
    const input = tensors[from]?.shape.at(-1) ?? 3;
    const weights = tensor(`${name}/kernel`, [shape.at(-1) ?? 1, kernel, kernel, input], true);
    const bias = tensor(`${name}/bias`, [shape.at(-1) ?? 1], true);
    const out = tensor(name, shape);
    operators.push({
      operator: 'CONV_2D',
      inputs: [from, weights, bias],
      outputs: [out],
      attributes: {
        padding: 'SAME',
        strideHeight: stride,
        strideWidth: stride,
        activation: 'RELU',
      },
      macs: shape.reduce((a, b) => a * b, 1) * kernel * kernel * input,
    });
    return out;
  };
  const input = tensor('input_1', [1, 32, 32, 3]);
  let at = convolve('stem/conv', input, [1, 32, 32, 16], 3, 1);
  [16, 32, 64].forEach((channels, stack) => {
    const size = 32 >> stack;
    const stride = stack === 0 ? 1 : 2;
    const shape = [1, size, size, channels];
    const first = convolve(`stack_${stack + 1}/conv_a`, at, shape, 3, stride);
    const second = convolve(`stack_${stack + 1}/conv_b`, first, shape, 3, 1);
    const around = stack === 0 ? at : convolve(`stack_${stack + 1}/shortcut`, at, shape, 1, 2);
    const sum = tensor(`stack_${stack + 1}/add`, shape);
    operators.push({
      operator: 'ADD',
      inputs: [around, second],
      outputs: [sum],
      attributes: { activation: 'RELU' },
    });
    at = sum;
  });
  const pooled = tensor('head/average_pool', [1, 1, 1, 64]);
  operators.push({
    operator: 'AVERAGE_POOL_2D',
    inputs: [at],
    outputs: [pooled],
    attributes: { filter: 8 },
  });
  const flat = tensor('head/flatten', [1, 64]);
  operators.push({ operator: 'RESHAPE', inputs: [pooled], outputs: [flat], attributes: {} });
  const weights = tensor('head/dense/kernel', [10, 64], true);
  const logits = tensor('head/dense', [1, 10]);
  operators.push({
    operator: 'FULLY_CONNECTED',
    inputs: [flat, weights, -1],
    outputs: [logits],
    attributes: {},
  });
  const out = tensor('Identity', [1, 10]);
  operators.push({
    operator: 'SOFTMAX',
    inputs: [logits],
    outputs: [out],
    attributes: { beta: 1 },
  });
  return { subgraphs: [{ name: 'main', tensors, operators, inputs: [input], outputs: [out] }] };
}

/** Time in proportion to the multiply-adds, with a little for everything else. */
export function profileOf(graph: Graph, medianNanos: number): ProfileLine[] {
  const [main] = graph.subgraphs;
  if (!main) return [];
  const weights = main.operators.map((operator) => (operator.macs ?? 0) + 60_000);
  const total = weights.reduce((a, b) => a + b, 0);
  return main.operators.map((operator, index) => ({
    index,
    operator: operator.operator,
    nanos: Math.round((medianNanos * (weights[index] ?? 0)) / total),
  }));
}

export function errorsOf(graph: Graph): TensorError[] {
  const next = random(7);
  const [main] = graph.subgraphs;
  return (main?.operators ?? []).map((operator) => {
    const name = main?.tensors[operator.outputs[0] ?? 0]?.name ?? '';
    const decibels =
      name === 'stack_2/shortcut' ? 17.3 : name === 'head/dense' ? 19.1 : 22 + 16 * next();
    return {
      name,
      operator: operator.operator,
      elements: 16_384,
      signalToNoiseDecibels: decibels,
      rootMeanSquareError: 0.5 / 10 ** (decibels / 20),
      maximumError: 2.1 / 10 ** (decibels / 20),
    };
  });
}

/** A chain long enough that only a part of it is drawn. */
export function longChain(operators: number): Graph {
  const tensors: GraphTensor[] = Array.from({ length: operators + 1 }, (_, i) => ({
    name: `layer_${i}`,
    type: 'float32',
    shape: [1, 56, 56, 24],
    constant: false,
    sizeBytes: 301_056,
    quantization: null,
  }));
  return {
    subgraphs: [
      {
        name: 'main',
        tensors,
        operators: Array.from({ length: operators }, (_, i) => ({
          operator: i % 3 === 2 ? 'ADD' : 'CONV_2D',
          inputs: i % 3 === 2 ? [i, i - 2] : [i],
          outputs: [i + 1],
          attributes: {},
        })),
        inputs: [0],
        outputs: [operators],
      },
    ],
  };
}
