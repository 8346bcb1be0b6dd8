import { useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useDevicesById } from '../../api/names';
import type { Graph as GraphFile } from '../../api/types';
import { JsonLink } from '../../components/Download/Download';
import { Empty } from '../../components/Empty/Empty';
import { Missing } from '../../components/Figure/Figure';
import { Filters } from '../../components/Filters/Filters';
import { GraphView } from '../../components/GraphView/GraphView';
import { Page } from '../../components/Page/Page';
import { COLOURINGS, colourOf, type Colour } from '../../domain/colouring';
import type { Variant } from '../../domain/family';
import { factsOf, operatorGraph } from '../../domain/graph';
import { settingOf } from '../../domain/measured';
import { shortDigest } from '../../format/identity';
import { counted } from '../../format/number';
import { quantity } from '../../format/units';
import { settingText } from '../Model/answer';
import type { Evidence } from './evidence';
import { GraphTable } from './GraphTable';
import { Legend } from './Legend';
import { NodePanel } from './NodePanel';
import { painter } from './painter';

interface Values {
  variant: string;
  device: string;
  measurement: string;
  colour: string;
  node: string;
  view: string;
  subgraph: string;
}

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
  const { search, text, setText, found } = useFind(graph.nodes);
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
        <div className="graph-choice">
          {props.variants.length > 1 && (
            <Filters
              label="Variant"
              value={shortDigest(variant.model.digest)}
              onChange={(value) => set({ variant: value, measurement: '' })}
              choices={props.variants.map((other) => ({
                value: shortDigest(other.model.digest),
                label: other.label,
              }))}
            />
          )}
          {props.graph.subgraphs.length > 1 && (
            <Filters
              label="Subgraph"
              value={String(at)}
              onChange={(value) => set({ subgraph: value, node: '' })}
              choices={props.graph.subgraphs.map((other, i) => ({
                value: String(i),
                label: other.name || `subgraph ${i}`,
              }))}
            />
          )}
        </div>
      }
    >
      <div className="graph-tools">
        <Filters
          label="Colour by"
          value={colour}
          onChange={(value) => set({ colour: value })}
          choices={[
            ...(['time', 'error', 'memory'] as const).map((value) => ({
              value,
              label: COLOURINGS[value].name,
            })),
          ]}
        />
        <label>
          <span className="vh">Find an operator or tensor</span>
          <input
            ref={search}
            type="search"
            placeholder="Find (F)"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              const first = found[0];
              if (event.key === 'Enter' && first !== undefined) {
                const next = found[(found.indexOf(values.node) + 1) % found.length] ?? first;
                select(next);
              }
            }}
          />
        </label>
        <Filters
          label="View"
          value={values.view}
          onChange={(view) => set({ view })}
          choices={[
            { value: 'picture', label: 'Picture' },
            { value: 'table', label: 'Table' },
          ]}
        />
      </div>
      <div className="cols c21">
        <div className="graph-main">
          <Legend colour={colour} />
          <Why colour={colour} evidence={evidence} digest={variant.model.digest} />
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

/** Why the chosen colour has nothing to show, where that is so. */
function Why({ colour, evidence, digest }: { colour: Colour; evidence: Evidence; digest: string }) {
  if (colour === 'time' && evidence.profile === null) {
    return (
      <Missing>
        No profile yet: <code>bantam benchmark {shortDigest(digest)} --profile</code> brings it.
      </Missing>
    );
  }
  if (colour === 'error' && evidence.errors === null) {
    return (
      <Missing>
        {evidence.maker
          ? 'The job that made it did not compare tensors.'
          : 'No error: it was not made by quantization or pruning.'}
      </Missing>
    );
  }
  return null;
}

/** The boxes that a text is in, and the key that leads to the field. */
function useFind(nodes: readonly { id: string; name: string; operator: string }[]) {
  const [text, setText] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'f' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.matches('input, select, textarea'))
        return;
      event.preventDefault();
      search.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const wanted = text.toLowerCase();
  const found = nodes
    .filter((node) => `${node.operator} ${node.name}`.toLowerCase().includes(wanted))
    .map((node) => node.id);
  return { search, text, setText, found };
}
