"""SQL of the outbox and of the housekeeping that crosses families."""

PUBLISH = "INSERT INTO outbox (user_id, member_id, event, payload) VALUES ($1, $2, $3, $4)"

CLAIM = "SELECT * FROM praan_outbox_claim($1, $2)"

DONE = "SELECT praan_outbox_done($1, $2)"

WAITING = "SELECT rows, oldest_s FROM praan_outbox_waiting()"

REQUEUE_PHOTOS = "SELECT praan_requeue_photos($1, $2)"

SWEEP_KEYS = "SELECT praan_sweep_keys()"

MAKE_PARTITION = "SELECT praan_make_partition($1)"

LAST_PARTITION = "SELECT praan_last_partition()"
