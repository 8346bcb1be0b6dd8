import { DataTable, type Column } from '../../components/DataTable/DataTable';
import { Missing } from '../../components/Figure/Figure';
import { isProfiled, type GraphNode, type NodeFacts, type OperatorGraph } from '../../domain/graph';
import { tightShape } from '../../format/identity';
import { fixed } from '../../format/number';
import { share } from '../../format/share';
import { inUnit, unitFor } from '../../format/units';
import { useState } from 'react';

/** The same operators as a table. */
export function GraphTable(props: {
  graph: OperatorGraph;
  facts: ReadonlyMap<string, NodeFacts>;
  selected: string | null;
  onSelect: (id: string) => void;
}) {
  const [sort, setSort] = useState('number');
  const rows = props.graph.nodes.filter((node) => node.index !== null);
  const untimed = isProfiled(props.facts) ? 'fused' : 'not profiled';
  const fact = (node: GraphNode) => props.facts.get(node.id);
  const time = unitFor(
    'time',
    rows.map((node) => fact(node)?.nanos),
  );
  const memory = unitFor(
    'memory',
    rows.map((node) => fact(node)?.bytes),
  );
  const columns: Column<GraphNode>[] = [
    {
      key: 'name',
      header: 'Name',
      sort: (node) => node.name,
      cell: (node) => (
        <button type="button" className="link" onClick={() => props.onSelect(node.id)}>
          {node.name}
        </button>
      ),
    },
    {
      key: 'number',
      header: 'No.',
      numeric: true,
      sort: (node) => node.index,
      cell: (node) => node.index,
    },
    {
      key: 'operator',
      header: 'Operator',
      sort: (node) => node.operator,
      cell: (node) => node.operator,
    },
    {
      key: 'time',
      header: `Time, ${time.symbol}`,
      numeric: true,
      sort: (node) => fact(node)?.nanos,
      cell: (node) => {
        const nanos = fact(node)?.nanos ?? null;
        return nanos === null ? <Missing>{untimed}</Missing> : fixed(nanos / time.factor, 3);
      },
    },
    {
      key: 'share',
      header: 'Share',
      numeric: true,
      sort: (node) => fact(node)?.timeShare,
      cell: (node) => {
        const part = fact(node)?.timeShare ?? null;
        return part === null ? <Missing>{untimed}</Missing> : share(part);
      },
    },
    {
      key: 'error',
      header: 'Signal to noise, dB',
      numeric: true,
      sort: (node) => fact(node)?.decibels,
      cell: (node) => {
        const decibels = fact(node)?.decibels ?? null;
        return decibels === null ? <Missing>not measured</Missing> : fixed(decibels, 1);
      },
    },
    {
      key: 'memory',
      header: `Output, ${memory.symbol}`,
      numeric: true,
      sort: (node) => fact(node)?.bytes,
      cell: (node) => {
        const bytes = fact(node)?.bytes ?? null;
        return bytes === null ? <Missing>not told</Missing> : inUnit(bytes, memory);
      },
    },
    {
      key: 'shape',
      header: 'Output shape',
      cell: (node) =>
        node.outputs[0] ? tightShape(node.outputs[0].shape) : <Missing>none</Missing>,
    },
  ];
  return (
    <DataTable
      label="Operators"
      phone="sticky"
      rows={rows}
      rowKey={(node) => node.id}
      columns={columns}
      sort={sort}
      onSort={setSort}
      selected={props.selected}
    />
  );
}
