-- Who asks, and for whose family. Unset or empty = NULL = no row passes any policy.
CREATE FUNCTION praan_owner_id() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('praan.user_id', true), '')::bigint $$
-- next
CREATE FUNCTION praan_actor_id() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('praan.actor_id', true), '')::bigint $$
-- next
-- Identifiers of rows that the API shows; one sequence, so that an id never means two things.
CREATE SEQUENCE praan_ids AS bigint START 1001 CACHE 1
-- next
CREATE TABLE users (
  id bigint PRIMARY KEY DEFAULT nextval('praan_ids'),
  email text NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
  password_hash text CHECK (length(password_hash) <= 400),
  role text NOT NULL DEFAULT 'FAMILY_MANAGER' CHECK (role IN ('FAMILY_MANAGER', 'READ_ONLY')),
  name bytea NOT NULL CHECK (octet_length(name) <= 2000),
  language text NOT NULL DEFAULT 'en' CHECK (language ~ '^[a-z]{2,3}$'),
  email_verified_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
)
-- next
CREATE TABLE sessions (
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  kind text NOT NULL CHECK (kind IN ('TOKEN', 'WEB')),
  generation integer NOT NULL DEFAULT 0 CHECK (generation >= 0),
  rotated_at timestamptz NOT NULL DEFAULT now(),
  device text NOT NULL DEFAULT '' CHECK (length(device) <= 200),
  ip_address inet,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_reason text CHECK (revoked_reason IN ('SIGN_OUT', 'ENDED', 'REUSE', 'PASSWORD')),
  PRIMARY KEY (user_id, id)
)
-- next
CREATE TABLE idempotency_keys (
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  route text NOT NULL CHECK (length(route) <= 200),
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  body_hash bytea NOT NULL CHECK (octet_length(body_hash) = 32),
  status smallint CHECK (status BETWEEN 200 AND 299),
  response bytea CHECK (octet_length(response) <= 1000000),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, route, key)
)
-- next
CREATE INDEX idx_idempotency_created ON idempotency_keys (created_at)
-- next
CREATE TABLE members (
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  name bytea NOT NULL CHECK (octet_length(name) <= 2000),
  relation_type text NOT NULL
    CHECK (relation_type IN ('SELF', 'SPOUSE', 'PARENT', 'GRANDPARENT', 'CHILD', 'SIBLING', 'OTHER')),
  dob bytea NOT NULL CHECK (octet_length(dob) <= 200),
  sex text CHECK (sex IN ('FEMALE', 'MALE', 'OTHER')),
  time_zone text NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 64),
  units text NOT NULL DEFAULT 'METRIC' CHECK (units IN ('METRIC', 'IMPERIAL')),
  avatar_colour smallint NOT NULL DEFAULT 0 CHECK (avatar_colour BETWEEN 0 AND 11),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (user_id, id)
)
-- next
CREATE TABLE grants (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  email text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
  grantee_id bigint REFERENCES users ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('MANAGER', 'READ_ONLY')),
  categories text[] NOT NULL DEFAULT '{nutrition,workout,vitals,documents,notes}'
    CHECK (categories <@ '{nutrition,workout,vitals,documents,notes}'::text[] AND cardinality(categories) > 0),
  status text NOT NULL DEFAULT 'INVITED' CHECK (status IN ('INVITED', 'ACCEPTED', 'REVOKED')),
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  accepted_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, member_id) REFERENCES members (user_id, id) ON DELETE CASCADE,
  CHECK ((status = 'ACCEPTED') <= (grantee_id IS NOT NULL))
)
-- next
CREATE UNIQUE INDEX idx_grants_live ON grants (user_id, member_id, email) WHERE status <> 'REVOKED'
-- next
CREATE INDEX idx_grants_grantee ON grants (grantee_id) WHERE status = 'ACCEPTED'
-- next
CREATE INDEX idx_grants_email ON grants (email) WHERE status = 'INVITED'
-- next
-- No foreign keys: what was done must stay readable when the thing itself is gone.
-- As domains rather than as CHECKs of the table: see 0001_care.sql.
CREATE DOMAIN resource_name AS text CHECK (length(VALUE) <= 200)
-- next
CREATE DOMAIN action_name AS text CHECK (length(VALUE) <= 60)
-- next
CREATE TABLE audit_logs (
  user_id bigint NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  actor_id bigint,
  member_id bigint,
  target_resource resource_name NOT NULL,
  action action_name NOT NULL,
  fields text[] NOT NULL DEFAULT '{}',
  timestamp timestamptz NOT NULL DEFAULT now(),
  ip_address inet,
  request_id uuid,
  PRIMARY KEY (user_id, id)
)
-- next
CREATE INDEX idx_audit_member ON audit_logs (user_id, member_id, id DESC)
-- next
CREATE TABLE outbox (
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  member_id bigint,
  event text NOT NULL CHECK (event ~ '^[a-z]+(_[a-z]+)+$'),
  payload jsonb NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  available_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, member_id) REFERENCES members (user_id, id) ON DELETE CASCADE
)
-- next
CREATE INDEX idx_outbox_due ON outbox (available_at, id)
