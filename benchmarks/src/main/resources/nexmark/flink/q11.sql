-- Flink joins rows that are exactly the gap apart, Weir does not: with a millisecond less, and times in whole milliseconds, both mean the same.
CREATE TABLE nexmark_q11 (
  bidder BIGINT,
  bid_count BIGINT,
  starttime TIMESTAMP(3),
  endtime TIMESTAMP(3)
) WITH (${SINK});

INSERT INTO nexmark_q11
SELECT
    B.bidder,
    count(*) as bid_count,
    SESSION_START(B.`dateTime`, INTERVAL '9.999' SECOND) as starttime,
    SESSION_END(B.`dateTime`, INTERVAL '9.999' SECOND) + INTERVAL '0.001' SECOND as endtime
FROM bid B
GROUP BY B.bidder, SESSION(B.`dateTime`, INTERVAL '9.999' SECOND);
