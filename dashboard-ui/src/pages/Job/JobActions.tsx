import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { change } from '../../api/client';
import { isFinal, rowOf } from '../../api/jobs';
import { job as jobQuery } from '../../api/queries';
import { mayWork, useHolder } from '../../api/token';
import type { Job, JobState } from '../../api/types';
import { Action } from '../../components/Action/Action';

/** What may be done about a job, by a reader whose role can: stop it, or try a failed one again. */
export function JobActions({ job, state }: { job: Job; state: JobState }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  if (!mayWork(useHolder())) return null;
  const { path } = rowOf(job.kind);
  if (state === 'failed') {
    return (
      <Action
        label="Try again"
        busy="Asking"
        act={() => change('post', `${path}/{id}/retry`, job.id)}
        done={(again) => navigate(`/jobs/${again.id}`)}
      />
    );
  }
  if (isFinal(state)) return null;
  return (
    <Action
      label="Cancel"
      busy="Cancelling"
      act={() => change('delete', `${path}/{id}`, job.id)}
      done={() => client.invalidateQueries({ queryKey: jobQuery(job.id).queryKey })}
    />
  );
}
