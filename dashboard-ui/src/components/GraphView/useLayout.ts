import { useEffect, useState } from 'react';
import type { OperatorGraph } from '../../domain/graph';
import { layOut, type GraphLayout } from './layout';

/** The layout of a graph, null until it is there, and why it failed, if it did. */
export function useLayout(graph: OperatorGraph): [GraphLayout | null, string | null] {
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
