CREATE TABLE latency_q1 (
  auction  BIGINT,
  bidder  BIGINT,
  price  DECIMAL(23, 3),
  `dateTime`  TIMESTAMP(3),
  extra  VARCHAR,
  emitted BIGINT
) WITH (${SINK});

INSERT INTO latency_q1
SELECT auction, bidder, 0.908 * price AS price, `dateTime`, extra, emitted FROM bid;
