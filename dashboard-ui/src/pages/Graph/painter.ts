import type { Paint } from '../../components/GraphView/Box';
import { COLOURINGS, type Colour } from '../../domain/colouring';
import { isProfiled, type GraphNode, type NodeFacts } from '../../domain/graph';

/**
 * How each box is painted under a colouring; one of which nothing is known stays plain. One without a time in a profile
 * is computed within another, and says so.
 */
export function painter(
  colour: Colour,
  facts: ReadonlyMap<string, NodeFacts>,
): (node: GraphNode) => Paint {
  const unknown = colour === 'time' && isProfiled(facts) ? 'fused' : null;
  return (node) => {
    const known = facts.get(node.id);
    if (known === undefined || node.index === null) return { className: '', figure: null };
    const { heat, text } = COLOURINGS[colour];
    const step = heat(known);
    return { className: step === null ? '' : `h${step}`, figure: text(known) ?? unknown };
  };
}
