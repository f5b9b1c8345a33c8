CREATE TABLE care_programs (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  template text CHECK (length(template) <= 60),
  start_date date NOT NULL,
  end_date date NOT NULL GENERATED ALWAYS AS (start_date + 89) STORED,
  status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'PAUSED', 'COMPLETED')),
  phase text NOT NULL DEFAULT 'FOUNDATION' CHECK (phase IN ('FOUNDATION', 'BUILD', 'SUSTAIN')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, member_id, id),
  FOREIGN KEY (user_id, member_id) REFERENCES members (user_id, id) ON DELETE CASCADE
)
-- next
CREATE UNIQUE INDEX idx_programs_active_title ON care_programs (user_id, member_id, lower(title))
  WHERE status = 'ACTIVE' AND deleted_at IS NULL
-- next
-- Of two versions with the same effective_from the later one (greater id) holds.
CREATE TABLE program_configs (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  program_id bigint NOT NULL,
  effective_from date NOT NULL,
  nutrition_goals jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(nutrition_goals) = 'object'),
  strength_goals jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(strength_goals) = 'object'),
  vitals_goals jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(vitals_goals) = 'object'),
  paused boolean NOT NULL DEFAULT false,
  created_by bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, member_id, program_id)
    REFERENCES care_programs (user_id, member_id, id) ON DELETE CASCADE
)
-- next
CREATE INDEX idx_configs_effective ON program_configs (user_id, program_id, effective_from DESC, id DESC)
-- next
CREATE TABLE uploads (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  program_id bigint NOT NULL,
  key text NOT NULL CHECK (length(key) <= 200),
  content_type text NOT NULL CHECK (content_type IN ('image/jpeg', 'image/png', 'image/webp', 'image/heic')),
  size integer NOT NULL CHECK (size BETWEEN 1 AND 15728640),
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  log_id bigint,
  used_at timestamptz,
  swept_at timestamptz,
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, key),
  CHECK ((log_id IS NULL) = (used_at IS NULL)),
  FOREIGN KEY (user_id, member_id, program_id)
    REFERENCES care_programs (user_id, member_id, id) ON DELETE CASCADE
)
-- next
CREATE INDEX idx_uploads_key ON uploads (key)
-- next
CREATE INDEX idx_uploads_unswept ON uploads (expires_at) WHERE swept_at IS NULL
-- next
-- What a value of a log or a day may be. A table's CHECK is read from the catalogue and prepared anew for each
-- statement that writes; a domain's is prepared once a session. So what concerns one column is a domain.
CREATE DOMAIN log_type AS text CHECK (VALUE IN ('NUTRITION', 'WORKOUT', 'VITALS'))
-- next
CREATE DOMAIN log_status AS text CHECK (VALUE IN ('PROCESSING', 'VERIFIED', 'NEEDS_REVIEW', 'FAILED'))
-- next
CREATE DOMAIN log_source AS text CHECK (VALUE IN ('manual', 'photo', 'label', 'barcode', 'text', 'import'))
-- next
CREATE DOMAIN reading_kind AS text
  CHECK (VALUE IN ('blood_pressure', 'glucose', 'spo2', 'pulse', 'temperature', 'weight'))
-- next
CREATE DOMAIN object_json AS jsonb CHECK (jsonb_typeof(VALUE) = 'object')
-- next
CREATE DOMAIN array_json AS jsonb CHECK (jsonb_typeof(VALUE) = 'array')
-- next
CREATE DOMAIN sealed_note AS bytea CHECK (octet_length(VALUE) <= 20000)
-- next
CREATE DOMAIN zone_name AS text CHECK (length(VALUE) <= 64)
-- next
CREATE DOMAIN object_key AS text CHECK (length(VALUE) <= 200)
-- next
CREATE DOMAIN failure_code AS text CHECK (length(VALUE) <= 60)
-- next
CREATE DOMAIN failure_message AS text CHECK (length(VALUE) <= 500)
-- next
-- Fixed point: thousandths of a kcal, of a gram or of a minute.
CREATE DOMAIN amount AS bigint CHECK (VALUE >= 0)
-- next
CREATE DOMAIN tally AS integer CHECK (VALUE >= 0)
-- next
CREATE DOMAIN score AS smallint CHECK (VALUE BETWEEN 0 AND 100)
-- next
CREATE TABLE daily_logs (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  program_id bigint NOT NULL,
  log_type log_type NOT NULL,
  status log_status NOT NULL,
  is_verified boolean NOT NULL GENERATED ALWAYS AS (status = 'VERIFIED') STORED,
  payload object_json NOT NULL,
  schema_version tally NOT NULL DEFAULT 1,
  note sealed_note,
  timestamp timestamptz NOT NULL,
  local_date date NOT NULL,
  time_zone zone_name NOT NULL,
  source log_source NOT NULL DEFAULT 'manual',
  -- What the log adds to its day, in fixed point; subtracted again, exactly, when it goes.
  energy_mkcal amount NOT NULL DEFAULT 0,
  protein_mg amount NOT NULL DEFAULT 0,
  carbs_mg amount NOT NULL DEFAULT 0,
  fat_mg amount NOT NULL DEFAULT 0,
  minutes_milli amount NOT NULL DEFAULT 0,
  reading reading_kind,
  photo_key object_key,
  thumb_key object_key,
  upload_key object_key,
  candidates array_json NOT NULL DEFAULT '[]',
  failure_code failure_code,
  failure_message failure_message,
  attempts tally NOT NULL DEFAULT 0,
  queued_at timestamptz,
  supersedes bigint,
  superseded_by bigint,
  created_by bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (user_id, id, timestamp),
  CHECK ((status = 'FAILED') = (failure_code IS NOT NULL)),
  CHECK ((log_type = 'VITALS') = (reading IS NOT NULL)),
  FOREIGN KEY (user_id, member_id, program_id)
    REFERENCES care_programs (user_id, member_id, id) ON DELETE CASCADE
) PARTITION BY RANGE (timestamp)
-- next
CREATE INDEX idx_logs_program_date ON daily_logs (program_id, timestamp DESC, id DESC)
-- next
CREATE INDEX idx_logs_processing ON daily_logs (queued_at) WHERE status = 'PROCESSING'
-- next
-- A row exists exactly while a counted log exists for its day.
CREATE TABLE adherence_metrics (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  program_id bigint NOT NULL,
  date date NOT NULL,
  logs tally NOT NULL,
  provisional_logs tally NOT NULL,
  meals tally NOT NULL,
  energy_mkcal amount NOT NULL,
  protein_mg amount NOT NULL,
  carbs_mg amount NOT NULL,
  fat_mg amount NOT NULL,
  minutes_milli amount NOT NULL,
  blood_pressure tally NOT NULL,
  glucose tally NOT NULL,
  spo2 tally NOT NULL,
  pulse tally NOT NULL,
  temperature tally NOT NULL,
  weight tally NOT NULL,
  total_score score,
  details jsonb NOT NULL DEFAULT '{}',
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, program_id, date),
  CHECK (greatest(provisional_logs, meals) <= logs),
  FOREIGN KEY (user_id, member_id, program_id)
    REFERENCES care_programs (user_id, member_id, id) ON DELETE CASCADE
) WITH (fillfactor = 70)
-- next
-- The owner of daily_logs makes its months; nobody else may run DDL.
CREATE FUNCTION praan_make_partition(month date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  first date := date_trunc('month', month)::date;
  name text := 'daily_logs_' || to_char(first, 'YYYY_MM');
BEGIN
  IF to_regclass('public.' || name) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format(
    'CREATE TABLE public.%I PARTITION OF public.daily_logs FOR VALUES FROM (%L) TO (%L)',
    name, first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month')::timestamp AT TIME ZONE 'UTC');
  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
  RETURN true;
END $$
