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

/** A device by its name; one that the list of devices does not hold is named by its id. */
export function DeviceName(props: { device: Device | undefined; id?: string; link?: boolean }) {
  const id = props.device?.id ?? props.id ?? '';
  const name = props.device?.name ?? id;
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
