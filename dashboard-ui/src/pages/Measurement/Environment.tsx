import type { DeviceReading, Environment as EnvironmentBody, Result } from '../../api/types';
import { Missing } from '../../components/Figure/Figure';
import { counted, fixed, NBSP, significant, whole } from '../../format/number';

/** Where it ran, and how the device stood before and after. */
export function Environment({ result }: { result: Result }) {
  const environment: Partial<EnvironmentBody> = result.environment ?? {};
  const words: [string, string | null | undefined][] = [
    ['Runtime', environment.runtimeVersion],
    ['Agent', environment.agent],
    ['Processor', environment.processor],
    ['System', environment.system],
    ['Target', environment.target],
    ['Threads', environment.threads == null ? null : whole(environment.threads)],
    ['Warm-up', warmUp(environment)],
    [
      'Runs in a sample',
      environment.runsPerSample == null ? null : whole(environment.runsPerSample),
    ],
  ];
  return (
    <dl className="kv">
      {words.map(([name, value]) => (
        <Pair key={name} name={name}>
          {value ?? <Missing>not told</Missing>}
        </Pair>
      ))}
      {READINGS.map(({ name, of, text }) => {
        const before = environment.before ? of(environment.before) : null;
        const after = environment.after ? of(environment.after) : null;
        return (
          <Pair key={name} name={name}>
            {before == null && after == null ? (
              <Missing>not measured: this device cannot</Missing>
            ) : (
              <>
                {before == null ? <Missing>not read before</Missing> : text(before)} →{' '}
                {after == null ? <Missing>not read after</Missing> : text(after)}
              </>
            )}
          </Pair>
        );
      })}
    </dl>
  );
}

/** "24 runs, until stable": a warm-up that did not come to rest is said to be one. */
function warmUp(environment: Partial<EnvironmentBody>): string | null {
  if (environment.warmupRuns == null) return null;
  if (environment.warmupRuns === 0) return 'none';
  const runs = counted(environment.warmupRuns, 'run');
  if (environment.stable == null) return runs;
  return environment.stable ? `${runs}, until stable` : `${runs}, and not stable then`;
}

const READINGS: {
  name: string;
  of: (reading: DeviceReading) => number | null | undefined;
  text: (value: number) => string;
}[] = [
  {
    name: 'Load',
    of: (reading) => reading.load,
    text: (load) => `${fixed(load * 100, 0)}${NBSP}%`,
  },
  {
    name: 'Frequency',
    of: (reading) => reading.frequencyHertz,
    text: (hertz) => `${significant(hertz / 1e9)}${NBSP}GHz`,
  },
  {
    name: 'Temperature',
    of: (reading) => reading.temperatureCelsius,
    text: (celsius) => `${fixed(celsius, 0)}${NBSP}°C`,
  },
];

function Pair({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
