-- Who asked, when, for what and in which words stands once, with the question: a question is kept
-- as long as a hit of it is. Nothing looks for hits by their officer.
DROP INDEX hit_officer;
ALTER TABLE hit DROP COLUMN at;
ALTER TABLE hit DROP COLUMN officer;
ALTER TABLE hit DROP COLUMN unit;
ALTER TABLE hit DROP COLUMN purpose;
ALTER TABLE hit DROP COLUMN asked;
