import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listJobs } from '../../api/jobs';
import { latestJobs } from '../../api/queries';
import { Empty } from '../../components/Empty/Empty';
import { JobTable } from '../../components/JobTable/JobTable';
import { Loaded } from '../../components/Loaded/Loaded';
import { MeasuredTable } from '../../components/MeasuredTable/MeasuredTable';
import { Section } from '../../components/Section/Section';
import { measuredOf } from '../../domain/measured';

const SHOWN = 8;

/** The newest figures, each leading to its evidence. */
export function LatestMeasurements() {
  const query = useQuery({
    queryKey: ['latestMeasurements'],
    queryFn: () => listJobs('benchmark', { state: ['succeeded'] }, { limit: SHOWN }),
    refetchInterval: 10_000,
  });
  return (
    <Section
      title="Latest measurements"
      aside={<Link to="/jobs?kind=benchmark">All benchmarks</Link>}
    >
      <Loaded query={query} label="the latest measurements" rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              title="No measurement yet"
              command={`bantam benchmark resnet8.tflite --server ${window.location.origin}`}
            >
              Latency with its interval, memory and output check appear here, each with its samples
              and the state of the device.
            </Empty>
          ) : (
            <MeasuredTable label="Latest measurements" rows={measuredOf(items)} />
          )
        }
      </Loaded>
    </Section>
  );
}

/** What was asked for last. */
export function LatestJobs() {
  const query = useQuery(latestJobs({}, SHOWN));
  return (
    <Section title="Latest jobs" aside={<Link to="/jobs">All jobs</Link>}>
      <Loaded query={query} label="the latest jobs" rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet small">
              Conversions, quantizations, prunings, benchmarks and evaluations appear here as soon
              as they are asked for.
            </p>
          ) : (
            <JobTable label="Latest jobs" jobs={items} />
          )
        }
      </Loaded>
    </Section>
  );
}
