-- Whoever is known by what a counter typed alone is of the server's own channel, by
-- whichever plugin it was typed. Their keys and what is sealed stay as they were made.
-- ;;
UPDATE account SET channel = 'counter' WHERE channel = 'csc';
