import type { ReactNode } from 'react';
import { Missing } from '../../components/Figure/Figure';
import { tensorBytes, type GraphNode, type NodeFacts } from '../../domain/graph';
import { shape } from '../../format/identity';
import { fixed, NBSP, significant, whole } from '../../format/number';
import { share } from '../../format/share';
import { quantity, unitFor } from '../../format/units';
import type { GraphTensor } from '../../api/types';
import '../../components/Section/Section.css';
import type { Evidence } from './evidence';

/** All that is known of the chosen operator. */
export function NodePanel(props: {
  node: GraphNode | undefined;
  facts: NodeFacts | undefined;
  where: string | null;
  evidence: Evidence;
}) {
  const { node, facts } = props;
  if (node === undefined || facts === undefined) {
    return (
      <section className="node-panel" aria-label="The chosen operator">
        <p className="quiet small">
          Choose an operator to see its figures, tensors and attributes.
        </p>
      </section>
    );
  }
  return (
    <section className="node-panel" aria-label="The chosen operator">
      <div className="section-head">
        <h2 style={{ overflowWrap: 'anywhere' }}>{node.name}</h2>
        <span className="tag">{node.operator}</span>
      </div>
      <dl className="kv">
        {node.index !== null && (
          <>
            <Row name="Time">
              {facts.nanos === null ? (
                <Missing>
                  {props.evidence.profile
                    ? 'fused: counted with the operator that it is computed in'
                    : `not profiled${props.where ? ` on ${props.where}` : ' yet'}`}
                </Missing>
              ) : (
                <Time nanos={facts.nanos} part={facts.timeShare} />
              )}
            </Row>
            {node.macs !== null && <Row name="Multiply-adds">{quantity('count', node.macs)}</Row>}
            <Row name="Error">
              {facts.decibels === null ? (
                <Missing>
                  {props.evidence.errors ? 'not measured for this tensor' : 'not measured'}
                </Missing>
              ) : (
                `${fixed(facts.decibels, 1)}${NBSP}dB against its parent`
              )}
            </Row>
          </>
        )}
        <Tensors name="Input" tensors={node.inputs} />
        <Tensors name="Weights" tensors={node.constants} />
        <Tensors name="Output" tensors={node.outputs} />
        {Object.entries(node.attributes).map(([name, value]) => (
          <Row key={name} name={name}>
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </Row>
        ))}
        {node.index !== null && (
          <Row name="Operator">number {whole(node.index)} in its subgraph</Row>
        )}
      </dl>
    </section>
  );
}

function Time(props: { nanos: number; part: number | null }) {
  const unit = unitFor('time', [props.nanos]);
  return (
    <>
      <b>{quantity('time', props.nanos, unit)}</b>{' '}
      <span className="ci">{props.part !== null && share(props.part)}</span>
    </>
  );
}

function Tensors({ name, tensors }: { name: string; tensors: readonly GraphTensor[] }) {
  return tensors.map((tensor, i) => (
    <Row key={i} name={tensors.length > 1 ? `${name} ${i + 1}` : name}>
      {shape(tensor.shape)} {tensor.type}
      {tensorBytes(tensor) !== null && `, ${quantity('memory', tensorBytes(tensor) ?? 0)}`}
      {tensor.quantization && <span className="sub">{quantization(tensor)}</span>}
      <span className="sub">{tensor.name}</span>
    </Row>
  ));
}

function quantization({ quantization: q }: GraphTensor): string {
  if (!q || q.scales.length === 0) return '';
  const [scale] = q.scales;
  if (q.scales.length > 1)
    return `${whole(q.scales.length)} scales, per channel of axis ${q.axis ?? 0}`;
  return `scale ${significant(scale ?? 0, 4)}, zero point ${whole(q.zeroPoints[0] ?? 0)}`;
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
