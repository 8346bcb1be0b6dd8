import { useMemo } from 'react';
import { Link } from 'react-router';
import { useDevicesById } from '../../api/names';
import type { Graph as GraphFile } from '../../api/types';
import { JsonLink } from '../../components/Download/Download';
import { Empty } from '../../components/Empty/Empty';
import { GraphView } from '../../components/GraphView/GraphView';
import { Page } from '../../components/Page/Page';
import { colourOf, type Colour } from '../../domain/colouring';
import type { Variant } from '../../domain/family';
import { factsOf, operatorGraph } from '../../domain/graph';
import { settingOf } from '../../domain/measured';
import { shortDigest } from '../../format/identity';
import { counted } from '../../format/number';
import { quantity } from '../../format/units';
import { settingText } from '../Model/answer';
import type { Evidence } from './evidence';
import { GraphChoice } from './GraphChoice';
import { GraphTable } from './GraphTable';
import { GraphTools } from './GraphTools';
import { Legend } from './Legend';
import { NodePanel } from './NodePanel';
import { painter } from './painter';
import { useFind } from './useFind';
import type { Values } from './values';
import { Why } from './Why';

export function GraphBody(props: {
  name: string;
  variant: Variant;
  variants: readonly Variant[];
  graph: GraphFile;
  evidence: Evidence;
  values: Values;
  set: (change: Partial<Values>) => void;
  unknown: readonly string[];
}) {
  const { values, set, evidence, variant } = props;
  const devices = useDevicesById();
  const at = Number(values.subgraph);
  const subgraph = props.graph.subgraphs[at] ?? props.graph.subgraphs[0];
  const graph = useMemo(
    () =>
      operatorGraph(subgraph ?? { name: '', tensors: [], operators: [], inputs: [], outputs: [] }),
    [subgraph],
  );
  const facts = useMemo(
    () => factsOf(graph, evidence.profile, evidence.errors, at),
    [graph, evidence.profile, evidence.errors, at],
  );
  const colour: Colour =
    values.colour !== ''
      ? colourOf(values.colour)
      : evidence.profile
        ? 'time'
        : evidence.errors
          ? 'error'
          : 'memory';
  const node = graph.nodes.find(({ id, name }) => id === values.node || name === values.node);
  const find = useFind(graph.nodes);
  const { text, found } = find;
  const where = evidence.measured
    ? settingText(
        settingOf(evidence.measured.job),
        devices.get(evidence.measured.job.recipe.device ?? ''),
      )
    : null;
  const select = (id: string) => set({ node: id });
  return (
    <Page
      title={`Graph of ${props.name}, ${variant.label}`}
      heading={`${props.name} ${variant.label}`}
      unknown={props.unknown}
      facts={
        <>
          <Link
            to={`/models/${encodeURIComponent(props.name)}?variant=${shortDigest(variant.model.digest)}`}
          >
            The model
          </Link>
          <span>{counted(subgraph?.operators.length ?? 0, 'operator')}</span>
          {evidence.measured?.result.medianNanos != null && (
            <Link to={`/measurements/${evidence.measured.job.id}`}>
              {quantity('time', evidence.measured.result.medianNanos)} on {where}
            </Link>
          )}
        </>
      }
      actions={<JsonLink href={`/api/v1/models/${variant.model.id}/graph`} />}
      head={
        <GraphChoice
          variant={variant}
          variants={props.variants}
          subgraphs={props.graph.subgraphs}
          at={at}
          set={set}
        />
      }
    >
      <GraphTools colour={colour} view={values.view} node={values.node} find={find} set={set} />
      <div className="cols c21">
        <div className="graph-main">
          <Legend colour={colour} />
          <Why colour={colour} evidence={evidence} model={variant.model.id} />
          {text !== '' && (
            <p className="caption" role="status">
              {counted(found.length, 'operator')} found; Enter goes to the next.
            </p>
          )}
          {graph.nodes.length === 0 ? (
            <Empty title="The graph has no operator">Its inputs are its outputs.</Empty>
          ) : values.view === 'table' ? (
            <GraphTable graph={graph} facts={facts} selected={node?.id ?? null} onSelect={select} />
          ) : (
            <>
              <GraphView
                graph={graph}
                paint={painter(colour, facts)}
                selected={node?.id ?? null}
                onSelect={select}
                found={new Set(text === '' ? [] : found)}
              />
              <p className="caption">
                Arrow keys walk along edges, Enter chooses, F searches. The table has the same
                operators.
              </p>
            </>
          )}
        </div>
        <NodePanel
          node={node}
          facts={node ? facts.get(node.id) : undefined}
          where={where}
          evidence={evidence}
        />
      </div>
    </Page>
  );
}
