import type { GraphTensor, ProfileLine, Subgraph, TensorError } from '../api/types';

/** An operator, or an end of the graph, as a box of the picture. */
export interface GraphNode {
  readonly id: string;
  /** Of the operator in its subgraph; null for inputs and outputs of the graph. */
  readonly index: number | null;
  readonly operator: string;
  readonly name: string;
  readonly inputs: readonly GraphTensor[];
  readonly outputs: readonly GraphTensor[];
  readonly constants: readonly GraphTensor[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly macs: number | null;
}

export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly tensor: GraphTensor;
}

export interface OperatorGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The boxes and arrows of a subgraph. Constants are no boxes: they belong to the operators that read them. */
export function operatorGraph(subgraph: Subgraph): OperatorGraph {
  const tensor = (i: number): GraphTensor =>
    subgraph.tensors[i] ?? { name: `tensor ${i}`, type: 'unknown', shape: [], constant: false };
  const tensors = (indices: readonly number[]) => indices.filter((i) => i >= 0).map(tensor);
  const producers = new Map<number, string>();
  const ends = (indices: readonly number[], word: string): GraphNode[] =>
    indices.map((i, at) => ({
      id: `${word.toLowerCase()}-${at}`,
      index: null,
      operator: word,
      name: tensor(i).name,
      inputs: word === 'Output' ? [tensor(i)] : [],
      outputs: word === 'Input' ? [tensor(i)] : [],
      constants: [],
      attributes: {},
      macs: null,
    }));
  const inputs = ends(subgraph.inputs, 'Input');
  const outputs = ends(subgraph.outputs, 'Output');
  subgraph.inputs.forEach((i, at) => producers.set(i, `input-${at}`));
  const operators = subgraph.operators.map((operator, index): GraphNode => {
    for (const i of operator.outputs) if (i >= 0) producers.set(i, `op-${index}`);
    const read = tensors(operator.inputs);
    const made = tensors(operator.outputs);
    return {
      id: `op-${index}`,
      index,
      operator: operator.operator,
      name: made[0]?.name ?? `operator ${index}`,
      inputs: read.filter((t) => !t.constant),
      outputs: made,
      constants: read.filter((t) => t.constant),
      attributes: operator.attributes,
      macs: operator.macs ?? null,
    };
  });
  const edges: GraphEdge[] = [];
  const connect = (i: number, to: string) => {
    const from = producers.get(i);
    if (from !== undefined) edges.push({ id: `e-${edges.length}`, from, to, tensor: tensor(i) });
  };
  subgraph.operators.forEach((operator, index) => {
    for (const i of new Set(operator.inputs)) connect(i, `op-${index}`);
  });
  subgraph.outputs.forEach((i, at) => connect(i, `output-${at}`));
  return { nodes: [...inputs, ...operators, ...outputs], edges };
}

/** What is known of an operator beside what the file says. */
export interface NodeFacts {
  readonly nanos: number | null;
  readonly timeShare: number | null;
  readonly decibels: number | null;
  readonly bytes: number | null;
  readonly bytesShare: number | null;
}

export function factsOf(
  graph: OperatorGraph,
  profile: readonly ProfileLine[] | null,
  errors: readonly TensorError[] | null,
  subgraph: number,
): ReadonlyMap<string, NodeFacts> {
  const lines = new Map(subgraph === 0 ? profile?.map((line) => [line.index, line]) : []);
  const total = (profile ?? []).reduce((sum, line) => sum + line.nanos, 0);
  const error = new Map(errors?.map((tensor) => [tensor.name, tensor]));
  const bytesOf = (node: GraphNode) => sum(node.outputs.map(tensorBytes));
  const largest = Math.max(1, ...graph.nodes.map((node) => bytesOf(node) ?? 0));
  return new Map(
    graph.nodes.map((node) => {
      const line = node.index === null ? undefined : lines.get(node.index);
      const bytes = bytesOf(node);
      const decibels = node.outputs.map((t) => error.get(t.name)?.signalToNoiseDecibels ?? null);
      return [
        node.id,
        {
          nanos: line?.nanos ?? null,
          timeShare: line && total > 0 ? line.nanos / total : null,
          decibels: decibels.find((value) => value !== null) ?? null,
          bytes,
          bytesShare: bytes === null ? null : bytes / largest,
        },
      ];
    }),
  );
}

/** Bytes of one element of each type that has a fixed size. */
const ELEMENT_BYTES: Record<string, number> = {
  bool: 1,
  int2: 0.25,
  int4: 0.5,
  uint4: 0.5,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
  complex64: 8,
  complex128: 16,
};

/** As told, else from type and shape; null where an extent or the type's size is not known. */
export function tensorBytes(tensor: GraphTensor): number | null {
  if (tensor.sizeBytes != null) return tensor.sizeBytes;
  const element = ELEMENT_BYTES[tensor.type];
  if (element === undefined || tensor.shape.some((extent) => extent < 0)) return null;
  return Math.ceil(tensor.shape.reduce((a, b) => a * b, element));
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}

/** Where an arrow key leads from a node: along edges up and down, among equals left and right. */
export function neighbour(graph: OperatorGraph, from: string, key: string): string | null {
  const below = (id: string) =>
    graph.edges.filter((edge) => edge.from === id).map((edge) => edge.to);
  const above = (id: string) =>
    graph.edges.filter((edge) => edge.to === id).map((edge) => edge.from);
  switch (key) {
    case 'ArrowDown':
      return below(from)[0] ?? null;
    case 'ArrowUp':
      return above(from)[0] ?? null;
    case 'ArrowLeft':
    case 'ArrowRight': {
      const parent = above(from)[0];
      const child = below(from)[0];
      const equals = parent !== undefined ? below(parent) : child !== undefined ? above(child) : [];
      const at = equals.indexOf(from) + (key === 'ArrowRight' ? 1 : -1);
      return equals[at] ?? null;
    }
    case 'Home':
      return graph.nodes[0]?.id ?? null;
    case 'End':
      return graph.nodes.at(-1)?.id ?? null;
    default:
      return null;
  }
}

/** Whether a profile was taken: then an operator without a time was computed within another one. */
export const isProfiled = (facts: ReadonlyMap<string, NodeFacts>): boolean =>
  [...facts.values()].some(({ nanos }) => nanos !== null);
