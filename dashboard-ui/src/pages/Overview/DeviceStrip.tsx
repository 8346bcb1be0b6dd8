import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { devices } from '../../api/queries';
import { DeviceName } from '../../components/DeviceName/DeviceName';
import { Loaded } from '../../components/Loaded/Loaded';
import { Section } from '../../components/Section/Section';
import { DeviceState } from '../../components/State/State';
import { noiseText } from '../../domain/devices';
import { NBSP, whole } from '../../format/number';
import { NoDevices } from '../Devices/NoDevices';
import './DeviceStrip.css';

const SHOWN = 12;

/** Each device in three lines: its name and state, what it is, how noisy and how busy. */
export function DeviceStrip() {
  const query = useQuery(devices());
  return (
    <Section title="Device health" caption="Now" aside={<Link to="/devices">All devices</Link>}>
      <Loaded query={query} label="the devices" rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <NoDevices />
          ) : (
            <ul className="device-strip">
              {items.slice(0, SHOWN).map((device) => (
                <li key={device.id}>
                  <div>
                    <b>
                      <DeviceName device={device} />
                    </b>
                    <DeviceState state={device.state} reason={device.health.reason ?? null} />
                  </div>
                  <div className="caption">
                    <span>{device.kind}</span>
                    <span className="num">
                      {noiseText(device)}
                      {` · ${whole(device.queue.length)}${NBSP}queued`}
                    </span>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
