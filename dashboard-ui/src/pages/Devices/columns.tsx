import type { Device } from '../../api/types';
import type { Column } from '../../components/DataTable/DataTable';
import { DeviceName } from '../../components/DeviceName/DeviceName';
import { Missing } from '../../components/Figure/Figure';
import { Ago } from '../../components/Instant/Instant';
import { DeviceState } from '../../components/State/State';
import { fixed, whole } from '../../format/number';

export const columns: Column<Device>[] = [
  {
    key: 'name',
    header: 'Device',
    sort: (device) => device.name,
    cell: (device) => <DeviceName device={device} />,
    card: 'first',
  },
  {
    key: 'state',
    header: 'State',
    sort: (device) => device.state,
    cell: (device) => <DeviceState state={device.state} reason={device.health.reason ?? null} />,
    card: 'corner',
  },
  {
    key: 'kind',
    header: 'Kind',
    sort: (device) => device.kind,
    cell: (device) => <span className="quiet">{device.kind}</span>,
  },
  {
    key: 'noise',
    header: 'Noise, %',
    numeric: true,
    cardLabel: 'Noise, %',
    sort: (device) => device.health.noise,
    cell: (device) => <Noise device={device} />,
  },
  {
    key: 'queue',
    header: 'Queued',
    numeric: true,
    card: 'left',
    cardLabel: 'Queued',
    sort: (device) => device.queue.length,
    cell: (device) => whole(device.queue.length),
  },
  {
    key: 'measurements',
    header: 'Measurements',
    numeric: true,
    cardLabel: 'Measured',
    sort: (device) => device.health.measurements,
    cell: (device) => whole(device.health.measurements),
  },
  {
    key: 'heard',
    header: 'Agent heard',
    card: 'full',
    cardLabel: 'Agent heard',
    sort: (device) => device.agent.heardAt,
    cell: (device) => (
      <span className="quiet">
        <Ago at={device.agent.heardAt} />, {device.agent.name}
      </span>
    ),
  },
];

function Noise({ device }: { device: Device }) {
  if (device.standIn) return <Missing>exact counts</Missing>;
  const noise = device.health.noise;
  return noise == null ? <Missing>not known yet</Missing> : <>{fixed(noise * 100, 1)}</>;
}
