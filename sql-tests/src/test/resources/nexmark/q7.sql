SELECT b.auction, b.bidder, b.price, epoch_us(b.dateTime), b.extra
FROM bid b JOIN (
  SELECT max(price) AS maxprice, make_timestamp((epoch_ms(dateTime) // 10000 + 1) * 10000000) AS ended
  FROM bid GROUP BY epoch_ms(dateTime) // 10000) m
ON b.price = m.maxprice
WHERE b.dateTime BETWEEN m.ended - INTERVAL 10 SECOND AND m.ended
