import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { releases, verdict } from '../../api/queries';
import type { Release } from '../../api/types';
import { DataTable, type Column } from '../../components/DataTable/DataTable';
import { Missing } from '../../components/Figure/Figure';
import { Instant } from '../../components/Instant/Instant';
import { Loaded } from '../../components/Loaded/Loaded';
import { Section } from '../../components/Section/Section';
import { Verdict } from '../../components/Verdict/Verdict';
import { tally, verdictOf } from '../../domain/release';
import { useSeen } from './useSeen';

/** Every release, the newest first, with what is to be thought of it. */
export function ReleaseList({ shown }: { shown: string }) {
  const query = useQuery(releases());
  const columns: Column<Release>[] = [
    {
      key: 'name',
      header: 'Release',
      card: 'first',
      cell: ({ name }) => (
        <Link
          to={`/releases?release=${encodeURIComponent(name)}`}
          aria-current={name === shown ? 'true' : undefined}
        >
          {name}
        </Link>
      ),
    },
    {
      key: 'verdict',
      header: 'Verdict',
      card: 'corner',
      cell: ({ name }) => <Judged name={name} />,
    },
    {
      key: 'moved',
      header: 'What moved',
      card: 'full',
      cell: ({ name }) => <Counts name={name} />,
    },
    {
      key: 'commit',
      header: 'Commit',
      cell: ({ commit }) =>
        commit ? <span className="mono">{commit.slice(0, 7)}</span> : <Missing>not told</Missing>,
    },
    {
      key: 'created',
      header: 'Made',
      numeric: true,
      cell: ({ createdAt }) => <Instant at={createdAt} />,
    },
  ];
  return (
    <Section title="All releases" caption={query.data?.cut ? 'The newest 2,000.' : undefined}>
      <Loaded query={query} label="the releases" rows={5}>
        {({ items }) => (
          <DataTable label="Releases" rows={items} rowKey={(row) => row.id} columns={columns} />
        )}
      </Loaded>
    </Section>
  );
}

/** A verdict is made of each series when it is asked for, so one is asked for only when its row comes into sight. */
function Judged({ name }: { name: string }) {
  const { ref, seen } = useSeen<HTMLSpanElement>();
  const { data } = useQuery({ ...verdict(name), enabled: seen });
  return (
    <span ref={ref}>
      {data ? <Verdict verdict={verdictOf(data)} /> : <Missing>being read</Missing>}
    </span>
  );
}

/** What the verdict beside it says, once that was read. */
function Counts({ name }: { name: string }) {
  const { data } = useQuery({ ...verdict(name), enabled: false });
  if (!data) return <Missing>being read</Missing>;
  const fresh = data.missing.filter((one) => one.reason === 'new').length;
  const open = data.missing.length - fresh;
  const counts = tally(data.changes);
  const parts = [
    ...(['worse', 'unknown', 'better', 'same'] as const).map((word) => [counts[word], word]),
    [fresh, 'measured for the first time'],
    [open, 'not measured'],
  ].flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
  return parts.length === 0 ? <Missing>no series</Missing> : <>{parts.join(', ')}</>;
}
