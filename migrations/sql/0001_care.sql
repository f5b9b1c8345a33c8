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
CREATE TABLE daily_logs (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  program_id bigint NOT NULL,
  log_type text NOT NULL CHECK (log_type IN ('NUTRITION', 'WORKOUT', 'VITALS')),
  status text NOT NULL CHECK (status IN ('PROCESSING', 'VERIFIED', 'NEEDS_REVIEW', 'FAILED')),
  is_verified boolean NOT NULL GENERATED ALWAYS AS (status = 'VERIFIED') STORED,
  payload jsonb NOT NULL CHECK (jsonb_typeof(payload) = 'object'),
  schema_version smallint NOT NULL DEFAULT 1 CHECK (schema_version > 0),
  note bytea CHECK (octet_length(note) <= 20000),
  timestamp timestamptz NOT NULL,
  local_date date NOT NULL,
  time_zone text NOT NULL CHECK (length(time_zone) <= 64),
  source text NOT NULL DEFAULT 'manual'
    CHECK (source IN ('manual', 'photo', 'label', 'barcode', 'text', 'import')),
  -- What the log adds to its day, in fixed point; subtracted again, exactly, when it goes.
  energy_mkcal bigint NOT NULL DEFAULT 0 CHECK (energy_mkcal >= 0),
  protein_mg bigint NOT NULL DEFAULT 0 CHECK (protein_mg >= 0),
  carbs_mg bigint NOT NULL DEFAULT 0 CHECK (carbs_mg >= 0),
  fat_mg bigint NOT NULL DEFAULT 0 CHECK (fat_mg >= 0),
  minutes_milli bigint NOT NULL DEFAULT 0 CHECK (minutes_milli >= 0),
  reading text CHECK (reading IN ('blood_pressure', 'glucose', 'spo2', 'pulse', 'temperature', 'weight')),
  photo_key text CHECK (length(photo_key) <= 200),
  thumb_key text CHECK (length(thumb_key) <= 200),
  upload_key text CHECK (length(upload_key) <= 200),
  candidates jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(candidates) = 'array'),
  failure_code text CHECK (length(failure_code) <= 60),
  failure_message text CHECK (length(failure_message) <= 500),
  attempts smallint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
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
  logs integer NOT NULL CHECK (logs >= 0),
  provisional_logs integer NOT NULL CHECK (provisional_logs BETWEEN 0 AND logs),
  meals integer NOT NULL CHECK (meals BETWEEN 0 AND logs),
  energy_mkcal bigint NOT NULL CHECK (energy_mkcal >= 0),
  protein_mg bigint NOT NULL CHECK (protein_mg >= 0),
  carbs_mg bigint NOT NULL CHECK (carbs_mg >= 0),
  fat_mg bigint NOT NULL CHECK (fat_mg >= 0),
  minutes_milli bigint NOT NULL CHECK (minutes_milli >= 0),
  blood_pressure integer NOT NULL CHECK (blood_pressure >= 0),
  glucose integer NOT NULL CHECK (glucose >= 0),
  spo2 integer NOT NULL CHECK (spo2 >= 0),
  pulse integer NOT NULL CHECK (pulse >= 0),
  temperature integer NOT NULL CHECK (temperature >= 0),
  weight integer NOT NULL CHECK (weight >= 0),
  total_score smallint CHECK (total_score BETWEEN 0 AND 100),
  details jsonb NOT NULL DEFAULT '{}',
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, program_id, date),
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
