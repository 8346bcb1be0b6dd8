import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { neighbour, type GraphNode, type OperatorGraph } from '../../domain/graph';
import { counted } from '../../format/number';
import { Missing } from '../Figure/Figure';
import { Skeleton } from '../Skeleton/Skeleton';
import './GraphView.css';
import { Box, boxId, type Paint } from './Box';
import { Edges } from './Edges';
import { NODE_HEIGHT, NODE_WIDTH, type Place } from './layout';
import { useLayout } from './useLayout';

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
    // From where the focus is: what is selected may be drawn a moment later than it is in the address.
    const { target } = event;
    const focused = graph.nodes.find(
      ({ id }) => target instanceof Element && target.id === boxId(id),
    );
    const from = focused?.id ?? selected ?? graph.nodes[0]?.id;
    const to = from === undefined ? null : neighbour(graph, from, event.key);
    if (to === null) return;
    event.preventDefault();
    props.onSelect(to);
    requestAnimationFrame(() => document.getElementById(boxId(to))?.focus({ preventScroll: true }));
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
