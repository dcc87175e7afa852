-- The sum tells when the events were emitted that a count is newer by.
CREATE TABLE latency_count (
  bidder BIGINT,
  events BIGINT,
  emitted BIGINT
) WITH (${SINK});

INSERT INTO latency_count
SELECT bidder, COUNT(*) AS events, SUM(emitted) AS emitted FROM bid GROUP BY bidder;
