import type { GraphNode } from '../../domain/graph';
import { NODE_HEIGHT, NODE_WIDTH, type Place } from './layout';

/** How a box is painted: the step of the heat scale or a pattern, and the figure printed on it. */
export interface Paint {
  readonly className: string;
  readonly figure: string | null;
}

/** The element of a node's box. */
export const boxId = (node: string) => `graph-${node}`;

/** One operator, or one end of the graph. */
export function Box(props: {
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
      id={boxId(node.id)}
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
