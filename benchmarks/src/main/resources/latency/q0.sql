CREATE TABLE latency_q0 (
  auction  BIGINT,
  bidder  BIGINT,
  price  BIGINT,
  `dateTime`  TIMESTAMP(3),
  extra  VARCHAR,
  emitted BIGINT
) WITH (${SINK});

INSERT INTO latency_q0
SELECT auction, bidder, price, `dateTime`, extra, emitted FROM bid;
