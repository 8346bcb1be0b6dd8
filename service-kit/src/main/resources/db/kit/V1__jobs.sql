-- A job's row is the truth; the scheduler's row is only a wake-up.
CREATE TABLE job (
  id text PRIMARY KEY,
  kind text NOT NULL,
  owner text NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  attempt integer NOT NULL DEFAULT 0,
  -- attempts that ended because a process was stopped in good order: they are not held against the job
  excused integer NOT NULL DEFAULT 0,
  wake_up text,
  cancel_requested boolean NOT NULL DEFAULT false,
  request json NOT NULL,
  model text,
  stage text,
  done bigint,
  total bigint,
  message text,
  result json,
  problem json,
  events bigint NOT NULL DEFAULT 0,
  not_before timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  CHECK ((result IS NOT NULL) = (state = 'succeeded')),
  CHECK ((problem IS NOT NULL) = (state = 'failed')),
  CHECK ((finished_at IS NOT NULL) = (state IN ('succeeded', 'failed', 'cancelled')))
);
CREATE INDEX job_queued ON job (owner, created_at, id) WHERE state = 'queued';
CREATE INDEX job_running ON job (owner) WHERE state = 'running';
CREATE INDEX job_kind ON job (kind, id);
CREATE INDEX job_model ON job (model, id);

CREATE TABLE job_event (
  job text NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  id bigint NOT NULL,
  type text NOT NULL CHECK (type IN ('progress', 'log', 'state')),
  body json NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (job, id)
);

CREATE TABLE idempotency (
  owner text NOT NULL,
  key text NOT NULL,
  digest text NOT NULL,
  status integer,
  location text,
  body text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (owner, key)
);

-- As db-scheduler wants it.
CREATE TABLE scheduled_tasks (
  task_name text NOT NULL,
  task_instance text NOT NULL,
  task_data bytea,
  execution_time timestamptz,
  picked boolean NOT NULL,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures int,
  last_heartbeat timestamptz,
  version bigint NOT NULL,
  priority smallint,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);
