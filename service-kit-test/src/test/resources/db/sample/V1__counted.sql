-- One row per time that a handler came to its end: shows work that was done twice.
CREATE TABLE counted (job_number integer NOT NULL, process bigint NOT NULL, at timestamptz NOT NULL DEFAULT now());
