import ELK, { type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { OperatorGraph } from '../../domain/graph';

export const NODE_WIDTH = 250;
export const NODE_HEIGHT = 46;

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Place>;
  readonly edges: ReadonlyMap<string, readonly Place[]>;
}

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.spacing.nodeNodeBetweenLayers': '32',
  'elk.spacing.nodeNode': '24',
  'elk.spacing.edgeNode': '16',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.padding': '[top=8,left=8,bottom=8,right=8]',
};

/** Lays the graph out in layers, in a worker: the page stays usable meanwhile. `stop` ends it early. */
export function layOut(graph: OperatorGraph): { done: Promise<GraphLayout>; stop: () => void } {
  const worker = new Worker(workerUrl);
  const elk = new ELK({ workerFactory: () => worker });
  const done = elk
    .layout({
      id: 'root',
      layoutOptions: OPTIONS,
      children: graph.nodes.map(({ id }) => ({ id, width: NODE_WIDTH, height: NODE_HEIGHT })),
      edges: graph.edges.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
    })
    .then(layoutOf)
    .finally(() => worker.terminate());
  return { done, stop: () => worker.terminate() };
}

function layoutOf(root: ElkNode): GraphLayout {
  const nodes = new Map(
    (root.children ?? []).map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }]),
  );
  const edges = new Map(
    (root.edges ?? []).map((edge) => {
      const points = (edge.sections ?? []).flatMap((section) => [
        section.startPoint,
        ...(section.bendPoints ?? []),
        section.endPoint,
      ]);
      return [edge.id, points];
    }),
  );
  return { width: root.width ?? 0, height: root.height ?? 0, nodes, edges };
}

/** A line through the points with rounded corners. */
export function rounded(points: readonly Place[], radius = 8): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  rest.forEach((point, i) => {
    const before = points[i];
    const after = points[i + 2];
    if (before === undefined || after === undefined) {
      path += `L${point.x} ${point.y}`;
      return;
    }
    const from = toward(point, before, radius);
    const to = toward(point, after, radius);
    path += `L${from.x} ${from.y}Q${point.x} ${point.y} ${to.x} ${to.y}`;
  });
  return path;
}

function toward(corner: Place, other: Place, radius: number): Place {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const part = length === 0 ? 0 : Math.min(radius, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * part, y: corner.y + (other.y - corner.y) * part };
}
