-- The logs that have a photo to show, for the grid of photos: a few among many.
CREATE INDEX idx_logs_photos ON daily_logs (program_id, timestamp DESC, id DESC) WHERE thumb_key IS NOT NULL
