-- What is measured of each release: all models on all devices with all numbers of threads.
CREATE TABLE suite (
  id text PRIMARY KEY,
  name text NOT NULL UNIQUE,
  models text[] NOT NULL,
  -- ids, names or kinds, as a benchmark's recipe has them
  devices text[] NOT NULL,
  threads integer[] NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE release (
  id text PRIMARY KEY,
  name text NOT NULL UNIQUE,
  suite text NOT NULL REFERENCES suite (id),
  commit text,
  created_at timestamptz NOT NULL
);
CREATE INDEX release_of_suite ON release (suite, created_at DESC);

CREATE TABLE release_benchmark (
  release text NOT NULL REFERENCES release (id) ON DELETE CASCADE,
  job text NOT NULL UNIQUE REFERENCES job (id) ON DELETE CASCADE,
  model text NOT NULL,
  device text NOT NULL,
  threads integer NOT NULL,
  PRIMARY KEY (release, model, device, threads)
);
