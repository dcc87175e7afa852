SELECT bidder, count(*), epoch_us(min(dateTime)), epoch_us(max(dateTime)) + 10000000
FROM (SELECT bidder, dateTime, sum(begins) OVER (PARTITION BY bidder ORDER BY dateTime ROWS UNBOUNDED PRECEDING) AS session
      FROM (SELECT bidder, dateTime, CASE WHEN epoch_us(dateTime) - epoch_us(lag(dateTime) OVER (PARTITION BY bidder ORDER BY dateTime)) < 10000000 THEN 0 ELSE 1 END AS begins FROM bid))
GROUP BY bidder, session
