-- What is past its time is found without looking at the rest.
-- ;;
CREATE INDEX private_link_expires ON private_link (expires);
-- ;;
DROP INDEX event_received;
-- ;;
-- Parked events stay, however old: they do not stand before those that go.
CREATE INDEX event_received ON event (received) WHERE outcome <> 'parked';
