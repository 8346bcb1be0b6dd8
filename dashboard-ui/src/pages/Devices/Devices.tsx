import { useQuery } from '@tanstack/react-query';
import { devices } from '../../api/queries';
import type { Device } from '../../api/types';
import { useAddress } from '../../app/address';
import { DataTable } from '../../components/DataTable/DataTable';
import { CsvButton, JsonLink } from '../../components/Download/Download';
import { Filters } from '../../components/Filters/Filters';
import { Loaded } from '../../components/Loaded/Loaded';
import { Page } from '../../components/Page/Page';
import { Section } from '../../components/Section/Section';
import { devicesSentence, sortOfDevice } from '../../domain/devices';
import { capital } from '../../format/identity';
import { columns } from './columns';
import { NoDevices } from './NoDevices';

const STATES = ['idle', 'measuring', 'noisy', 'quarantined', 'offline'] as const;

/** Can I trust what they measure, and when is it my turn? */
export default function Devices() {
  const query = useQuery(devices());
  const { values, set, unknown } = useAddress({ kind: '', state: '', sort: 'name' });
  const all = query.data?.items ?? [];
  const shown = all.filter(
    (device) =>
      (values.kind === '' || sortOfDevice(device) === values.kind || device.kind === values.kind) &&
      (values.state === '' || device.state === values.state),
  );
  return (
    <Page
      title="Devices"
      unknown={unknown}
      heading={all.length === 0 ? 'Devices' : devicesSentence(all)}
      actions={
        <>
          <JsonLink href="/api/v1/devices" />
          <CsvButton name="devices" header={CSV} rows={() => shown.map(csvRow)} />
        </>
      }
    >
      <Section
        title="All devices"
        caption={query.data?.cut ? 'The first 2,000.' : undefined}
        aside={
          <>
            <Filters
              label="Kind"
              value={values.kind}
              onChange={(kind) => set({ kind })}
              choices={[
                { value: '', label: 'All kinds' },
                { value: 'hardware', label: 'Hardware' },
                { value: 'emulator', label: 'Emulator' },
              ]}
            />
            <Filters
              label="State"
              value={values.state}
              onChange={(state) => set({ state })}
              choices={[
                { value: '', label: 'All states' },
                ...STATES.filter((state) => all.some((device) => device.state === state)).map(
                  (state) => ({ value: state, label: capital(state) }),
                ),
              ]}
            />
          </>
        }
      >
        <Loaded query={query} label="the devices" rows={6}>
          {() =>
            all.length === 0 ? (
              <NoDevices />
            ) : shown.length === 0 ? (
              <p className="quiet">No device is of this kind and in this state.</p>
            ) : (
              <DataTable
                label="Devices"
                rows={shown}
                rowKey={(device) => device.id}
                columns={columns}
                sort={values.sort}
                onSort={(sort) => set({ sort })}
              />
            )
          }
        </Loaded>
      </Section>
    </Page>
  );
}

const CSV = ['id', 'name', 'kind', 'standIn', 'state', 'noise', 'queued', 'heardAt'];
const csvRow = (device: Device) => [
  device.id,
  device.name,
  device.kind,
  String(device.standIn),
  device.state,
  device.health.noise,
  device.queue.length,
  device.agent.heardAt,
];
