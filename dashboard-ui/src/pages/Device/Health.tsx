import type { Device } from '../../api/types';
import { Missing } from '../../components/Figure/Figure';
import { Instant } from '../../components/Instant/Instant';
import { DeviceState } from '../../components/State/State';
import { fixed, NBSP, whole } from '../../format/number';

/** Whether its figures can be trusted, and why not where they cannot. */
export function Health({ device }: { device: Device }) {
  const health = device.health;
  return (
    <dl className="kv">
      <dt>State</dt>
      <dd>
        <DeviceState state={device.state} />
        <span className="caption">
          {' '}
          {device.state === 'offline' ? (
            <>
              since its agent was last heard of, <Instant at={device.agent.heardAt} />
            </>
          ) : (
            <>
              {health.reason}{' '}
              {health.since && (
                <>
                  since <Instant at={health.since} />
                </>
              )}
            </>
          )}
        </span>
      </dd>
      <dt>Noise</dt>
      <dd>
        {device.standIn ? (
          <Missing>exact counts have none</Missing>
        ) : health.noise == null ? (
          <Missing>not known yet: nothing was measured</Missing>
        ) : (
          <>
            <b>
              {fixed(health.noise * 100, 1)}
              {NBSP}%
            </b>{' '}
            <span className="ci">spread of the last measurement</span>
          </>
        )}
      </dd>
      <dt>Measurements</dt>
      <dd>{whole(health.measurements)}</dd>
      <dt>Lost leases</dt>
      <dd>
        {whole(health.lostLeases)} of {whole(health.leases)}
      </dd>
      <dt>Failures in a row</dt>
      <dd>{whole(health.failuresInARow)}</dd>
    </dl>
  );
}
