-- What is found by looking at all there is gets slower with each citizen; what brings the
-- server down is not begun for ever.
-- ;;
-- An account's number or id changed: what is theirs goes with them.
CREATE INDEX person_account ON person (account);
-- ;;
CREATE INDEX job_account ON job (account);
-- ;;
CREATE INDEX private_link_account ON private_link (account);
-- ;;
-- When the next job is due, of whatever kind.
CREATE INDEX job_next ON job (next_at) WHERE state = 'waiting';
-- ;;
-- How often in a row the server ended while a job ran.
ALTER TABLE job ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
-- ;;
-- A queue of the whole state, the one due first in front.
CREATE INDEX application_due ON application (state, due, number);
