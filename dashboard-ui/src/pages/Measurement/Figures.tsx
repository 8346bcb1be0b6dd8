import type { ReactNode } from 'react';
import type { Result } from '../../api/types';
import { Figure, Missing } from '../../components/Figure/Figure';
import { checkText } from '../../domain/check';
import { spread } from '../../domain/measured';
import { counted, fixed, NBSP, whole } from '../../format/number';
import type { Quantity } from '../../format/units';

/** Every figure of a measurement, and in words what is missing. */
export function Figures({ result, standIn }: { result: Result; standIn: boolean }) {
  const noTime = standIn ? 'a stand-in reports no time' : 'not measured';
  const noise = spread(result.samplesNanos ?? []);
  return (
    <dl className="kv">
      <Row name="Latency, median">
        {result.medianNanos == null ? (
          <Missing>{noTime}</Missing>
        ) : (
          <Figure kind="time" value={result.medianNanos} interval={result.interval} />
        )}
      </Row>
      <Row name="90 % of runs within">
        <Value kind="time" value={result.p90Nanos} missing={noTime} />
      </Row>
      <Row name="99 % of runs within">
        <Value kind="time" value={result.p99Nanos} missing={standIn ? noTime : 'not told'} />
      </Row>
      <Row name="Spread">
        {noise === null ? (
          <Missing>{standIn ? 'exact counts have none' : 'too few runs'}</Missing>
        ) : (
          <>
            {fixed(noise * 100, 1)}
            {NBSP}%{' '}
            <span className="ci">
              half of the middle half of {counted(result.samplesNanos?.length ?? 0, 'run')}
            </span>
          </>
        )}
      </Row>
      {standIn && (
        <Row name="Instructions">
          <Value kind="count" value={result.instructions} missing="not counted" exact />
        </Row>
      )}
      <Row name="Peak memory">
        <Value kind="memory" value={result.peakBytes} missing="not measured: this device cannot" />
      </Row>
      <Row name="Compile time">
        <Value kind="time" value={result.compileNanos} missing={noTime} />
      </Row>
      <Row name="Package">
        <Value kind="file" value={result.packageBytes} missing="not told" exact />
      </Row>
      <Row name="Output check">
        {result.outputCheck == null ? (
          <Missing>not checked</Missing>
        ) : (
          <>
            <span className={result.outputCheck.status === 'different' ? 'worse' : undefined}>
              {checkText(result.outputCheck)}
            </span>{' '}
            <span className="ci">
              against the interpreter, {whole(result.outputCheck.elements)} elements
            </span>
          </>
        )}
      </Row>
    </dl>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Value(props: {
  kind: Quantity;
  value: number | null | undefined;
  missing: string;
  exact?: boolean;
}) {
  if (props.value == null) return <Missing>{props.missing}</Missing>;
  return <Figure kind={props.kind} value={props.value} exact={props.exact ?? false} />;
}
