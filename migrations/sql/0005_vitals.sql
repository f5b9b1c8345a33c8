-- Readings by their band, and the alerts that runs of them make (docs/vitals.md).
CREATE DOMAIN rule_name AS text
  CHECK (VALUE IN ('blood_pressure', 'glucose', 'spo2', 'pulse', 'temperature', 'weight', 'stale'))
-- next
CREATE DOMAIN severity_name AS text CHECK (VALUE IN ('NORMAL', 'INFO', 'WARN', 'URGENT'))
-- next
CREATE DOMAIN band_name AS text CHECK (length(VALUE) <= 40)
-- next
CREATE DOMAIN reading_context AS text CHECK (length(VALUE) <= 40)
-- next
CREATE DOMAIN alert_status AS text CHECK (VALUE IN ('OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'CLEARED'))
-- next
-- NORMAL_READING: back in range. WITHDRAWN: its readings were corrected, deleted or joined to an earlier alert.
-- READING_TOLD, NOT_DUE: the missing reading came, or nobody asks for it any more (rule 'stale').
CREATE DOMAIN alert_end AS text CHECK (VALUE IN ('NORMAL_READING', 'WITHDRAWN', 'READING_TOLD', 'NOT_DUE'))
-- next
-- Bounds by version; the highest version is in force. A bound holds from age_from (completed months) to below age_to.
CREATE TABLE thresholds (
  version integer NOT NULL CHECK (version >= 1),
  rule text NOT NULL CHECK (rule IN ('blood_pressure', 'glucose', 'spo2', 'pulse', 'temperature')),
  field text NOT NULL CHECK (field IN ('systolic', 'diastolic', 'value')),
  age_from integer NOT NULL DEFAULT 0 CHECK (age_from >= 0),
  age_to integer CHECK (age_to > age_from),
  severity text NOT NULL CHECK (severity IN ('INFO', 'WARN', 'URGENT')),
  side text NOT NULL CHECK (side IN ('LOW', 'HIGH')),
  bound numeric NOT NULL,
  inclusive boolean NOT NULL,
  band text NOT NULL CHECK (length(band) <= 40),
  unit text NOT NULL CHECK (length(unit) <= 10),
  source text NOT NULL CHECK (length(source) <= 200),
  PRIMARY KEY (version, rule, field, age_from, side, bound)
)
-- next
INSERT INTO thresholds (version, rule, field, age_from, age_to, severity, side, bound, inclusive, band, unit, source)
SELECT 1, t.* FROM (VALUES
  ('blood_pressure', 'systolic', 156, NULL::integer, 'INFO', 'HIGH', 120, true, 'elevated', 'mmHg', 'ACC/AHA 2017; AAP 2017 from 13 years'),
  ('blood_pressure', 'systolic', 156, NULL, 'INFO', 'HIGH', 130, true, 'stage_1', 'mmHg', 'ACC/AHA 2017; AAP 2017 from 13 years'),
  ('blood_pressure', 'systolic', 156, NULL, 'WARN', 'HIGH', 140, true, 'stage_2', 'mmHg', 'ACC/AHA 2017; AAP 2017 from 13 years'),
  ('blood_pressure', 'systolic', 156, NULL, 'URGENT', 'HIGH', 180, true, 'crisis', 'mmHg', 'ACC/AHA 2017; AAP 2017 from 13 years'),
  ('blood_pressure', 'systolic', 156, NULL, 'WARN', 'LOW', 100, true, 'low', 'mmHg', 'NEWS2 (Royal College of Physicians 2017)'),
  ('blood_pressure', 'systolic', 156, NULL, 'URGENT', 'LOW', 90, true, 'very_low', 'mmHg', 'NEWS2 (Royal College of Physicians 2017)'),
  ('blood_pressure', 'diastolic', 156, NULL, 'INFO', 'HIGH', 80, true, 'stage_1', 'mmHg', 'ACC/AHA 2017; AAP 2017 from 13 years'),
  ('blood_pressure', 'diastolic', 156, NULL, 'WARN', 'HIGH', 90, true, 'stage_2', 'mmHg', 'ACC/AHA 2017; AAP 2017 from 13 years'),
  ('blood_pressure', 'diastolic', 156, NULL, 'URGENT', 'HIGH', 120, true, 'crisis', 'mmHg', 'ACC/AHA 2017; AAP 2017 from 13 years'),
  ('glucose', 'value', 0, NULL, 'WARN', 'LOW', 70, false, 'low', 'mg/dL', 'ADA Standards of Care; Diabetes Care 2017;40:1622'),
  ('glucose', 'value', 0, NULL, 'URGENT', 'LOW', 54, false, 'very_low', 'mg/dL', 'ADA Standards of Care; Diabetes Care 2017;40:1622'),
  ('glucose', 'value', 0, NULL, 'WARN', 'HIGH', 180, false, 'high', 'mg/dL', 'ADA Standards of Care; Diabetes Care 2017;40:1622'),
  ('glucose', 'value', 0, NULL, 'URGENT', 'HIGH', 250, false, 'very_high', 'mg/dL', 'ADA Standards of Care; Diabetes Care 2017;40:1622'),
  ('spo2', 'value', 0, NULL, 'WARN', 'LOW', 94, true, 'low', '%', 'NHS England home oximetry'),
  ('spo2', 'value', 0, NULL, 'URGENT', 'LOW', 92, true, 'very_low', '%', 'NHS England home oximetry'),
  ('pulse', 'value', 216, NULL, 'WARN', 'LOW', 50, false, 'low', '/min', 'NEWS2 (Royal College of Physicians 2017)'),
  ('pulse', 'value', 216, NULL, 'URGENT', 'LOW', 40, true, 'very_low', '/min', 'NEWS2 (Royal College of Physicians 2017)'),
  ('pulse', 'value', 216, NULL, 'WARN', 'HIGH', 100, false, 'high', '/min', 'NEWS2 (Royal College of Physicians 2017)'),
  ('pulse', 'value', 216, NULL, 'URGENT', 'HIGH', 131, true, 'very_high', '/min', 'NEWS2 (Royal College of Physicians 2017)'),
  ('temperature', 'value', 0, 3, 'URGENT', 'HIGH', 38.0, true, 'high_fever', 'C', 'NICE NG143'),
  ('temperature', 'value', 3, NULL, 'WARN', 'HIGH', 38.0, true, 'fever', 'C', 'NICE NG143'),
  ('temperature', 'value', 3, 7, 'URGENT', 'HIGH', 39.0, true, 'high_fever', 'C', 'NICE NG143'),
  ('temperature', 'value', 0, NULL, 'URGENT', 'LOW', 35.0, true, 'very_low', 'C', 'NEWS2 (Royal College of Physicians 2017)')
) t
-- next
-- What an owner or a manager tightened for one member; NULL = the general bound. Only added to: of a rule and field
-- the newest row (greatest id) is in force.
CREATE TABLE member_thresholds (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  rule text NOT NULL CHECK (rule IN ('blood_pressure', 'glucose', 'spo2', 'pulse', 'temperature')),
  field text NOT NULL CHECK (field IN ('systolic', 'diastolic', 'value')),
  warn_low numeric,
  warn_high numeric,
  urgent_low numeric,
  urgent_high numeric,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, member_id) REFERENCES members (user_id, id) ON DELETE CASCADE
)
-- next
CREATE INDEX idx_member_thresholds ON member_thresholds (user_id, member_id, rule, field, id DESC)
-- next
-- One row for each thing that a current, counted log measured; `alone` is what the reading says by itself, severity and
-- band what it says in its run. NULL = not judged (weight, blood pressure under 13, pulse under 18).
CREATE TABLE readings (
  user_id bigint NOT NULL,
  log_id bigint NOT NULL,
  rule rule_name NOT NULL,
  member_id bigint NOT NULL,
  program_id bigint NOT NULL,
  at timestamptz NOT NULL,
  local_date date NOT NULL,
  value numeric NOT NULL,
  value2 numeric,
  context reading_context,
  alone severity_name,
  alone_band band_name,
  prolonged boolean NOT NULL DEFAULT false,
  severity text GENERATED ALWAYS AS (CASE WHEN prolonged THEN 'URGENT' ELSE alone::text END) STORED,
  band text GENERATED ALWAYS AS (CASE WHEN prolonged THEN 'long_fever' ELSE alone_band::text END) STORED,
  thresholds_version integer NOT NULL,
  alert_id bigint,
  PRIMARY KEY (user_id, log_id, rule),
  FOREIGN KEY (user_id, member_id, program_id)
    REFERENCES care_programs (user_id, member_id, id) ON DELETE CASCADE
)
-- next
CREATE INDEX idx_readings_place ON readings (user_id, member_id, rule, at, log_id)
-- next
CREATE INDEX idx_readings_newest ON readings (user_id, member_id, at DESC, log_id DESC, rule)
-- next
-- Whoever judges the readings of one member and rule holds its row.
CREATE TABLE reading_locks (
  user_id bigint NOT NULL,
  member_id bigint NOT NULL,
  rule rule_name NOT NULL,
  PRIMARY KEY (user_id, member_id, rule),
  FOREIGN KEY (user_id, member_id) REFERENCES members (user_id, id) ON DELETE CASCADE
) WITH (fillfactor = 50)
-- next
-- One row for each run of WARN and URGENT readings. log_id opened it, worst_log_id is its first reading as bad as its
-- severity, latest_log_id its last. A 'stale' alert has no readings but the kinds that were missing, last on missed_on.
CREATE TABLE alerts (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  rule rule_name NOT NULL,
  severity severity_name NOT NULL,
  status alert_status NOT NULL,
  log_id bigint,
  opened_at timestamptz NOT NULL,
  latest_log_id bigint,
  latest_at timestamptz,
  worst_log_id bigint,
  worst_at timestamptz,
  readings tally NOT NULL,
  missing text[] NOT NULL DEFAULT '{}',
  missed_on date,
  thresholds_version integer,
  escalated_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by bigint,
  acknowledged_name bytea CHECK (octet_length(acknowledged_name) <= 2000),
  note sealed_note,
  snoozed_until timestamptz,
  cleared_at timestamptz,
  cleared_by alert_end,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  CHECK (severity IN ('WARN', 'URGENT')),
  CHECK ((status = 'CLEARED') = (cleared_at IS NOT NULL) AND (cleared_at IS NULL) = (cleared_by IS NULL)),
  CHECK ((status = 'SNOOZED') = (snoozed_until IS NOT NULL)),
  CHECK ((rule = 'stale') = (log_id IS NULL)),
  FOREIGN KEY (user_id, member_id) REFERENCES members (user_id, id) ON DELETE CASCADE
)
-- next
CREATE UNIQUE INDEX idx_alerts_open ON alerts (user_id, member_id, rule) WHERE status <> 'CLEARED'
-- next
CREATE INDEX idx_alerts_newest ON alerts (user_id, opened_at DESC, id DESC)
-- next
CREATE INDEX idx_alerts_log ON alerts (user_id, log_id)
-- next
-- The walls: family rows by the category 'vitals'. Only readings are ever deleted.
DO $$
DECLARE
  relation text;
  mine constant text := 'user_id = praan_owner_id() AND (user_id = praan_actor_id() OR praan_may(member_id, ''vitals'', %L))';
BEGIN
  FOREACH relation IN ARRAY '{member_thresholds,readings,reading_locks,alerts}'::text[] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', relation);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', relation);
    EXECUTE format('CREATE POLICY family_read ON %I FOR SELECT USING (' || mine || ')', relation, 'read');
    EXECUTE format('CREATE POLICY family_insert ON %I FOR INSERT WITH CHECK (' || mine || ')', relation, 'write');
    IF relation <> 'member_thresholds' THEN
      EXECUTE format('CREATE POLICY family_update ON %I FOR UPDATE USING (' || mine || ')', relation, 'write');
    END IF;
  END LOOP;
  EXECUTE format('CREATE POLICY family_delete ON readings FOR DELETE USING (' || mine || ')', 'write');
END $$
-- next
CREATE POLICY definer ON readings FOR SELECT TO praan_definer USING (true)
-- next
CREATE POLICY definer ON alerts FOR SELECT TO praan_definer USING (true)
-- next
CREATE POLICY definer ON program_configs FOR SELECT TO praan_definer USING (true)
-- next
GRANT SELECT ON readings, alerts, program_configs TO praan_definer
-- next
GRANT SELECT ON thresholds TO praan_app, praan_worker
-- next
GRANT SELECT ON member_thresholds TO praan_app, praan_worker
-- next
GRANT INSERT ON member_thresholds TO praan_app
-- next
GRANT SELECT, INSERT, UPDATE, DELETE ON readings TO praan_app, praan_worker
-- next
GRANT SELECT, INSERT, UPDATE ON reading_locks, alerts TO praan_app, praan_worker
