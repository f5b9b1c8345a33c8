-- Several links of a kind: whoever asks for a new one for somebody else must not end the one in that person's letter.
ALTER TABLE links DROP CONSTRAINT links_pkey
-- next
ALTER TABLE links ADD PRIMARY KEY (user_id, purpose, token_hash)
