import type { OperatorGraph } from '../../domain/graph';
import { tightShape } from '../../format/identity';
import { rounded, type GraphLayout } from './layout';

/** The tensors between operators, each with its shape once; no line crosses a shape. */
export function Edges(props: {
  graph: OperatorGraph;
  layout: GraphLayout;
  near: (y: number, height?: number) => boolean;
}) {
  const labelled = new Set<string>();
  const drawn = props.graph.edges.flatMap(({ id, from, tensor }) => {
    const points = props.layout.edges.get(id) ?? [];
    const first = points[0];
    const last = points.at(-1);
    if (first === undefined || last === undefined) return [];
    if (!props.near(first.y, last.y - first.y)) return [];
    const once = !labelled.has(from + tensor.name);
    labelled.add(from + tensor.name);
    return [{ id, points, first, shape: once ? tightShape(tensor.shape) : null }];
  });
  return (
    <>
      {drawn.map(({ id, points }) => (
        <path key={id} className="edge" d={rounded(points)} />
      ))}
      {drawn.map(
        ({ id, first, shape }) =>
          shape !== null && (
            <text key={id} className="edge-shape" x={first.x + 8} y={first.y + 20}>
              {shape}
            </text>
          ),
      )}
    </>
  );
}
