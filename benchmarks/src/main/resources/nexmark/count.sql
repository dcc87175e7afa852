-- Not one of the public queries: the plainest keyed state there is.
CREATE TABLE nexmark_count (
  bidder BIGINT,
  bids BIGINT
) WITH (${SINK});

INSERT INTO nexmark_count
SELECT bidder, COUNT(*) AS bids FROM bid GROUP BY bidder;
