-- Who waits for an answer is looked for first, however much else there is to say.
CREATE INDEX outbox_due_reply ON outbox (channel, line, next_at, id) WHERE state = 'queued' AND lane = 0;
