-- So that somebody can see where they are signed in: the class of the installation (`android-browser`) and
-- the day it was last heard of. Nothing finer is kept.
ALTER TABLE device ADD COLUMN kind TEXT;
ALTER TABLE device ADD COLUMN seen_day INTEGER; -- days since 1970-01-01, UTC
