-- What nobody knows the outcome of is counted now and then.
CREATE INDEX outbox_uncertain ON outbox (state, channel, line, changed) WHERE state = 'uncertain';
