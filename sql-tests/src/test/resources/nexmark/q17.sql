SELECT auction, strftime(dateTime, '%Y-%m-%d') AS day, count(*), count(*) FILTER (WHERE price < 10000), count(*) FILTER (WHERE price >= 10000 AND price < 1000000), count(*) FILTER (WHERE price >= 1000000),
  min(price), max(price), CAST(floor(avg(price)) AS BIGINT), sum(price)
FROM bid GROUP BY auction, day
