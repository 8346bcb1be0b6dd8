-- The farm. Benchmarks themselves are jobs; a job's attempt is the fence of its lease.
CREATE TABLE agent (
  name text PRIMARY KEY,
  -- the token that announced it first; no other may speak for it
  owner text NOT NULL,
  version text NOT NULL,
  seen_at timestamptz NOT NULL
);

CREATE TABLE device (
  id text PRIMARY KEY,
  agent text NOT NULL REFERENCES agent (name),
  name text NOT NULL,
  kind text NOT NULL,
  stand_in boolean NOT NULL,
  capabilities json NOT NULL,
  -- no longer offered by its agent; its history stays
  withdrawn boolean NOT NULL DEFAULT false,
  quarantined text,
  changed_at timestamptz NOT NULL,
  failures_in_a_row integer NOT NULL DEFAULT 0,
  lost_leases integer NOT NULL DEFAULT 0,
  measurements integer NOT NULL DEFAULT 0,
  noise double precision,
  created_at timestamptz NOT NULL,
  UNIQUE (agent, name)
);

CREATE TABLE lease (
  id text PRIMARY KEY,
  job text NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  device text NOT NULL REFERENCES device (id),
  fence integer NOT NULL,
  state text NOT NULL CHECK (state IN ('held', 'lost', 'done')),
  expires_at timestamptz NOT NULL,
  -- of the outcome that ended it, so that the same one again is recognised
  outcome text,
  created_at timestamptz NOT NULL,
  UNIQUE (job, fence),
  CHECK ((outcome IS NOT NULL) = (state = 'done'))
);
-- One device measures one thing at a time.
CREATE UNIQUE INDEX lease_of_device ON lease (device) WHERE state = 'held';
CREATE INDEX lease_expiry ON lease (expires_at) WHERE state = 'held';
CREATE INDEX lease_history ON lease (device, job);
