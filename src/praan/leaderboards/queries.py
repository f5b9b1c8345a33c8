"""SQL of the boards. Scores are adherence's, members are families'."""

OWNERS = "SELECT user_id FROM praan_families($1, $2)"
