-- Models and data sets; their content is in the artifact store, under the digest.
CREATE TABLE model (
  id text PRIMARY KEY,
  digest text NOT NULL UNIQUE,
  name text NOT NULL,
  format text NOT NULL,
  size_bytes bigint NOT NULL,
  parameters bigint,
  macs bigint,
  inputs text NOT NULL,
  outputs text NOT NULL,
  parent text REFERENCES model (id),
  recipe text,
  created_at timestamptz NOT NULL,
  deleted_at timestamptz,
  CHECK (parent <> id)
);
CREATE INDEX model_name ON model (name, id);
CREATE INDEX model_parent ON model (parent);

CREATE TABLE dataset (
  id text PRIMARY KEY,
  digest text NOT NULL UNIQUE,
  name text NOT NULL,
  size_bytes bigint NOT NULL,
  samples integer NOT NULL,
  class_names text NOT NULL,
  shape text,
  skipped integer NOT NULL,
  skipped_samples text NOT NULL,
  created_at timestamptz NOT NULL,
  deleted_at timestamptz
);
