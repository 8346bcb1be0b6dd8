import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemOf } from '../../api/problem';
import { QueryProblem } from '../Problem/Problem';
import { Skeleton } from '../Skeleton/Skeleton';

/** The three states of anything that is read: on its way, refused, there. */
export function Loaded<T>(props: {
  query: UseQueryResult<T>;
  label: string;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  const { query } = props;
  if (query.data !== undefined) {
    return (
      <>
        {query.isRefetchError && <Stale error={query.error} />}
        {props.children(query.data)}
      </>
    );
  }
  if (query.isError) {
    return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Skeleton rows={props.rows ?? 5} label={props.label} />;
}

/** What was read before stays; that it could not be read again is said above it. */
function Stale({ error }: { error: unknown }) {
  const { title } = problemOf(error);
  return (
    <p className="caption" role="status">
      Not refreshed: {title.charAt(0).toLowerCase() + title.slice(1)}. This is how it stood before.
    </p>
  );
}
