-- Tokens are the platform's, not one service's; every service looks them up here.
CREATE TABLE token (
  id text PRIMARY KEY,
  hash bytea NOT NULL UNIQUE,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'ci', 'viewer', 'agent')),
  created_at timestamptz NOT NULL,
  expires_at timestamptz
);
