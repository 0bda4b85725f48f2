-- Derived: what an officer or a unit has, audience by audience, so that a list passes over nothing
-- that its reader may not list.
DROP INDEX thread_officer;
DROP INDEX thread_unit;
CREATE INDEX thread_officer ON thread (officer, audience, newest)
  WHERE officer IS NOT NULL AND work;
CREATE INDEX thread_unit ON thread (unit, audience, newest) WHERE unit IS NOT NULL AND work;

-- Derived: the case that an entry of the audit was done for, as its line is found by it.
ALTER TABLE audit_line ADD COLUMN under TEXT;
CREATE INDEX audit_line_under ON audit_line (under, audit) WHERE under IS NOT NULL;
-- Lines that are there get it when the node opens.
INSERT OR REPLACE INTO setting (key, value)
  SELECT 'inspection/no-case', x'01' WHERE EXISTS (SELECT 1 FROM audit_line);
