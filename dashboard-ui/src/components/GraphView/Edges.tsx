import type { OperatorGraph } from '../../domain/graph';
import { tightShape } from '../../format/identity';
import { rounded, type GraphLayout } from './layout';

/** The tensors between operators, each with its shape once. */
export function Edges(props: {
  graph: OperatorGraph;
  layout: GraphLayout;
  near: (y: number, height?: number) => boolean;
}) {
  const labelled = new Set<string>();
  return props.graph.edges.map((edge) => {
    const points = props.layout.edges.get(edge.id) ?? [];
    const first = points[0];
    const last = points.at(-1);
    if (first === undefined || last === undefined) return null;
    if (!props.near(first.y, last.y - first.y)) return null;
    const once = !labelled.has(edge.from + edge.tensor.name);
    labelled.add(edge.from + edge.tensor.name);
    return (
      <g key={edge.id}>
        <path className="edge" d={rounded(points)} />
        {once && (
          <text className="edge-shape" x={first.x + 8} y={first.y + 20}>
            {tightShape(edge.tensor.shape)}
          </text>
        )}
      </g>
    );
  });
}
