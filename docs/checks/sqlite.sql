-- Checks of the stored history in plain SQL, for SQLite. Each statement gives no row on a sound database; a row says what fails
-- and where. They are SELECTs: nothing is written. Run them with:
--     sqlite3 -bail -readonly challenges.db < docs/checks/sqlite.sql
-- Hashes (SQLite has none), signatures and the tree are not in it: see `challenge-api audit`, docs/verify.md.

-- positions are dense: 1, 2, 3 and so on to the head
SELECT 'positions are dense' AS fails, authority, position
FROM (
  SELECT authority, position, lag(position, 1, 0) OVER (PARTITION BY authority ORDER BY position) AS before
  FROM event
) AS e
WHERE position <> before + 1;

-- the head of each log is its last position
SELECT 'the head is the last position' AS fails, h.authority, h.position
FROM head AS h
WHERE h.position <> (SELECT count(*) FROM event AS e WHERE e.authority = h.authority);

-- versions are dense in each stream, and lie in the log in their order
SELECT 'versions are dense and in order' AS fails, authority, position, stream, version
FROM (
  SELECT authority, position, stream, version,
    lag(version, 1, 0) OVER w AS version_before, lag(position, 1, 0) OVER w AS position_before
  FROM event
  WINDOW w AS (PARTITION BY authority, stream ORDER BY version)
) AS e
WHERE version <> version_before + 1 OR position <= position_before;

-- each event begins in the state, and is of the kind, that the version before it left
SELECT 'each event begins where the one before it ended' AS fails, authority, position, stream, version
FROM (
  SELECT authority, position, stream, version, kind, state_before,
    lag(state_after, 1, 'none') OVER w AS left_in, lag(kind, 1, kind) OVER w AS kind_before
  FROM event
  WINDOW w AS (PARTITION BY authority, stream ORDER BY version)
) AS e
WHERE state_before <> left_in OR kind <> kind_before;

-- each step is one of the table of steps
SELECT 'each step is a legal one' AS fails, e.authority, e.position, e.type
FROM event AS e
LEFT JOIN transition AS t
  ON t.kind = e.kind AND t.state_before = e.state_before AND t.type = e.type AND t.state_after = e.state_after
WHERE t.kind IS NULL;

-- each entry names the leaf hash of the version before it
SELECT 'each entry names the one before it' AS fails, e.authority, e.position, e.stream, e.version
FROM event AS e
LEFT JOIN event AS p ON p.authority = e.authority AND p.stream = e.stream AND p.version = e.version - 1
WHERE instr(e.entry, CASE e.version WHEN 1 THEN '"previous":null' ELSE '"previous":"' || lower(hex(p.leaf)) || '"' END) = 0;

-- the columns of an event say what its entry says
SELECT 'columns say what the entry says' AS fails, authority, position
FROM event
WHERE entry IS NULL
  OR instr(entry, '"authority":"' || authority || '"') = 0
  OR instr(entry, '"stream":"' || stream || '"') = 0
  OR instr(entry, '"kind":"' || kind || '"') = 0
  OR instr(entry, '"version":' || version || '}') = 0
  OR instr(entry, '"type":"' || type || '"') = 0
  OR instr(entry, '"stateBefore":"' || state_before || '"') = 0
  OR instr(entry, '"stateAfter":"' || state_after || '"') = 0
  OR instr(entry, '"occurredOn":"' || occurred_on || '"') = 0
  OR instr(entry, '"recordedAt":"' || replace(recorded_at, ' ', 'T') || 'Z' || '"') = 0
  OR instr(entry, '"actor":' || json_quote(actor)) = 0
  OR instr(entry, '"client":' || json_quote(client)) = 0
  OR instr(entry, '"role":' || json_quote(role)) = 0;

-- moments of recording rise along each log, but for moves under way at the same time
SELECT 'moments of recording rise' AS fails, authority, position, recorded_at
FROM (
  SELECT authority, position, recorded_at, max(recorded_at) OVER (
    PARTITION BY authority ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  ) AS latest
  FROM event
) AS e
WHERE strftime('%Y-%m-%d %H:%M:%f000', recorded_at, '+1 minute') < latest;

-- nothing happened after the day on which it was recorded, but in a sandbox, whose clock is set forward
SELECT 'nothing happened after it was recorded' AS fails, authority, position, occurred_on
FROM event
WHERE occurred_on > date(recorded_at, '+2 hours') AND authority NOT LIKE 'sandbox-%';

-- who acted is known, or a client
SELECT 'who acted is known' AS fails, e.authority, e.position, e.actor
FROM event AS e
LEFT JOIN person AS p ON p.authority = e.authority AND p.id = e.actor
WHERE p.id IS NULL AND e.actor NOT LIKE 'client:%';

-- texts are numbered from 0, and of the stream of their event
SELECT 'texts are numbered and beside their event' AS fails, i.authority, i.position, i.ordinal
FROM (
  SELECT authority, position, ordinal, stream,
    lag(ordinal, 1, -1) OVER (PARTITION BY authority, position ORDER BY ordinal) AS before
  FROM private_item
) AS i
LEFT JOIN event AS e ON e.authority = i.authority AND e.position = i.position AND e.stream = i.stream
WHERE i.ordinal <> i.before + 1 OR e.position IS NULL;

-- every text that an entry binds is there, or its place
SELECT 'no text is missing' AS fails, e.authority, e.position
FROM event AS e
WHERE json_array_length(e.entry, '$.items') <> (
  SELECT count(*) FROM private_item AS i WHERE i.authority = e.authority AND i.position = e.position
);

-- a text is there with its salt, or erased with it at a moment at which something was recorded
SELECT 'a text is there or was erased' AS fails, i.authority, i.position, i.ordinal
FROM private_item AS i
WHERE (i.value IS NULL) <> (i.salt IS NULL) OR (i.value IS NULL) <> (i.erased_at IS NOT NULL)
  OR (i.erased_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM event AS e WHERE e.authority = i.authority AND e.recorded_at = i.erased_at
  ));

-- a checkpoint is of its log, says its size, and covers no more than there is
SELECT 'a checkpoint says its size' AS fails, c.authority, c.size
FROM checkpoint AS c
JOIN head AS h ON h.authority = c.authority
WHERE c.size > h.position
  OR instr(c.note, '/' || c.authority) = 0
  OR instr(c.note, char(10) || c.size || char(10)) = 0;

-- full tiles of the tree are dense on each level
SELECT 'tiles are dense' AS fails, authority, level, number
FROM (
  SELECT authority, level, number, lag(number, 1, -1) OVER (PARTITION BY authority, level ORDER BY number) AS before
  FROM full_tile
) AS t
WHERE number <> before + 1;

-- what readers are shown stands at the last version of each case
SELECT 'readers are shown the last version' AS fails, e.authority, e.position, e.stream
FROM event AS e
LEFT JOIN challenge AS c
  ON c.authority = e.authority AND c.id = e.stream AND c.version = e.version AND c.state = e.state_after
WHERE e.kind = 'challenge' AND c.id IS NULL
  AND e.version = (SELECT max(l.version) FROM event AS l WHERE l.authority = e.authority AND l.stream = e.stream);

-- what readers are shown comes from a case
SELECT 'readers are shown what is there' AS fails, c.authority, c.id
FROM challenge AS c
LEFT JOIN event AS e ON e.authority = c.authority AND e.stream = c.id AND e.kind = 'challenge' AND e.version = 1
WHERE e.stream IS NULL;

-- the triggers that keep the history append-only are there
WITH kept(name) AS (
  VALUES ('event'), ('private_item'), ('checkpoint'), ('full_tile'), ('transition'), ('ordinance_version'), ('reading')
), refused(verb) AS (VALUES ('update'), ('delete'), ('replace')), expected(name) AS (
  SELECT kept.name || '_no_' || verb FROM kept CROSS JOIN refused
  UNION ALL VALUES ('head_no_delete'), ('head_no_return')
)
SELECT 'append-only is enforced' AS fails, expected.name
FROM expected
LEFT JOIN sqlite_master AS t ON t.name = expected.name AND t.type = 'trigger'
WHERE t.name IS NULL;
