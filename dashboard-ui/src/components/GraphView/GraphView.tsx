import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { neighbour, type GraphNode, type OperatorGraph } from '../../domain/graph';
import { tightShape } from '../../format/identity';
import { counted } from '../../format/number';
import { Missing } from '../Figure/Figure';
import { Skeleton } from '../Skeleton/Skeleton';
import './GraphView.css';
import { layOut, NODE_HEIGHT, NODE_WIDTH, rounded, type GraphLayout, type Place } from './layout';

/** How a box is painted: the step of the heat scale or a pattern, and the figure printed on it. */
export interface Paint {
  readonly className: string;
  readonly figure: string | null;
}

/** Only what is near the screen is drawn once there are more boxes than this. */
const VIRTUAL_FROM = 300;
const MARGIN = 400;
const PADDING = 16;

/** The operators in layers, top to bottom. One tab stop; arrows walk along the edges. */
export function GraphView(props: {
  graph: OperatorGraph;
  paint: (node: GraphNode) => Paint;
  selected: string | null;
  onSelect: (id: string) => void;
  found: ReadonlySet<string>;
}) {
  const { graph, selected } = props;
  const [layout, failure] = useLayout(graph);
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 2000 });
  const scroll = () => {
    const { current } = box;
    if (current) setView({ top: current.scrollTop, height: current.clientHeight });
  };
  useEffect(() => {
    const place = selected === null ? undefined : layout?.nodes.get(selected);
    const { current } = box;
    if (place === undefined || current === null) return;
    bringIntoView(current, place);
  }, [selected, layout]);

  if (failure !== null)
    return <Missing>The layout failed: {failure}. The table has the same.</Missing>;
  if (layout === null) {
    return (
      <Skeleton
        rows={8}
        height="3.5rem"
        label={`the layout of ${counted(graph.nodes.length, 'box', 'boxes')}`}
      />
    );
  }
  const near = (y: number, height = NODE_HEIGHT) =>
    graph.nodes.length <= VIRTUAL_FROM ||
    (y + height > view.top - MARGIN && y < view.top + view.height + MARGIN);
  const onKeyDown = (event: KeyboardEvent) => {
    const from = selected ?? graph.nodes[0]?.id;
    const to = from === undefined ? null : neighbour(graph, from, event.key);
    if (to === null) return;
    event.preventDefault();
    props.onSelect(to);
    requestAnimationFrame(() =>
      document.getElementById(`graph-${to}`)?.focus({ preventScroll: true }),
    );
  };
  const stop = selected !== null && layout.nodes.has(selected) ? selected : graph.nodes[0]?.id;
  return (
    <div className="graph-canvas" ref={box} onScroll={scroll}>
      <svg
        width={layout.width + 2 * PADDING}
        height={layout.height + 2 * PADDING}
        role="group"
        aria-label={`Graph, ${counted(graph.nodes.length, 'box', 'boxes')}, top to bottom. Arrow keys walk along edges.`}
        onKeyDown={onKeyDown}
      >
        <g transform={`translate(${PADDING} ${PADDING})`}>
          <Edges graph={graph} layout={layout} near={near} />
          {graph.nodes.map((node) => {
            const place = layout.nodes.get(node.id);
            if (place === undefined || !(near(place.y) || node.id === stop)) return null;
            return (
              <Box
                key={node.id}
                node={node}
                place={place}
                paint={props.paint(node)}
                selected={node.id === selected}
                found={props.found.has(node.id)}
                stop={node.id === stop}
                onSelect={props.onSelect}
              />
            );
          })}
        </g>
      </svg>
    </div>
  );
}

function useLayout(graph: OperatorGraph): [GraphLayout | null, string | null] {
  const [state, setState] = useState<{
    of: OperatorGraph;
    layout: GraphLayout | null;
    failure: string | null;
  }>({
    of: graph,
    layout: null,
    failure: null,
  });
  useEffect(() => {
    let wanted = true;
    const work = layOut(graph);
    work.done.then(
      (layout) => wanted && setState({ of: graph, layout, failure: null }),
      (error: unknown) =>
        wanted &&
        setState({
          of: graph,
          layout: null,
          failure: error instanceof Error ? error.message : String(error),
        }),
    );
    return () => {
      wanted = false;
      work.stop();
    };
  }, [graph]);
  return state.of === graph ? [state.layout, state.failure] : [null, null];
}

function bringIntoView(box: HTMLElement, place: Place) {
  const top = place.y + PADDING;
  const left = place.x + PADDING;
  if (top < box.scrollTop + 40 || top + NODE_HEIGHT > box.scrollTop + box.clientHeight - 40) {
    box.scrollTop = top - box.clientHeight / 2 + NODE_HEIGHT / 2;
  }
  if (left < box.scrollLeft || left + NODE_WIDTH > box.scrollLeft + box.clientWidth) {
    box.scrollLeft = left - box.clientWidth / 2 + NODE_WIDTH / 2;
  }
}

function Edges(props: {
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

function Box(props: {
  node: GraphNode;
  place: Place;
  paint: Paint;
  selected: boolean;
  found: boolean;
  stop: boolean;
  onSelect: (id: string) => void;
}) {
  const { node, place, paint } = props;
  const className = [
    'graph-node',
    node.index === null ? 'end' : paint.className,
    props.selected && 'selected',
    props.found && 'found',
  ];
  return (
    <g
      id={`graph-${node.id}`}
      className={className.filter(Boolean).join(' ')}
      transform={`translate(${place.x} ${place.y})`}
      role="button"
      aria-pressed={props.selected}
      aria-label={[node.operator, node.name, paint.figure].filter(Boolean).join(', ')}
      tabIndex={props.stop ? 0 : -1}
      onClick={() => props.onSelect(node.id)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        props.onSelect(node.id);
      }}
    >
      <rect width={NODE_WIDTH} height={NODE_HEIGHT} rx="3" />
      <text className="op" x="10" y="19">
        {cut(node.operator, 24)}
      </text>
      <text x="10" y="36">
        {cut(node.name, 30)}
      </text>
      {paint.figure !== null && (
        <text className="op" x={NODE_WIDTH - 10} y="19" textAnchor="end">
          {paint.figure}
        </text>
      )}
    </g>
  );
}

/** The end of a long name tells more than its beginning. */
const cut = (text: string, length: number): string =>
  text.length <= length ? text : `…${text.slice(1 - length)}`;
