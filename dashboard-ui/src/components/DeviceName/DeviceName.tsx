import { Fragment } from 'react';
import { Link } from 'react-router';
import type { Device } from '../../api/types';
import './DeviceName.css';

/** The tag that stands beside a stand-in's name wherever that stands. */
export function StandIn() {
  return (
    <span
      className="tag standin"
      title="A stand-in, not hardware. Reports instructions, memory and bits, never time."
    >
      <span>Emulator</span>
    </span>
  );
}

/** A name of this length is kept on one line, hyphens and all. */
const ONE_LINE = 24;

/** "rack-4/cpu" breaks behind its slash, and not at a hyphen. */
function Parts({ name }: { name: string }) {
  return name.split(/(?<=\/)/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      <span className={part.length <= ONE_LINE ? 'nowrap' : undefined}>{part}</span>
    </Fragment>
  ));
}

/** A device by its name; one that the list of devices does not hold is named by its id. */
export function DeviceName(props: { device: Device | undefined; id?: string; link?: boolean }) {
  const id = props.device?.id ?? props.id ?? '';
  const name = <Parts name={props.device?.name ?? id} />;
  return (
    <span className="device-name">
      {props.link === false ? name : <Link to={`/devices/${encodeURIComponent(id)}`}>{name}</Link>}
      {props.device?.standIn && (
        <>
          {' '}
          <StandIn />
        </>
      )}
    </span>
  );
}
