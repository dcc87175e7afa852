-- columns 0 1 2 3 4 5 6 7 8 9 10 12 13
SELECT id, itemName, description, initialBid, reserve, epoch_us(dateTime), epoch_us(expires), seller, category, extra, auction, price, epoch_us(bidTime)
FROM (SELECT a.*, b.auction, b.price, b.dateTime AS bidTime, row_number() OVER (PARTITION BY a.id ORDER BY b.price DESC, b.dateTime) AS n
      FROM auction a JOIN bid b ON a.id = b.auction AND b.dateTime BETWEEN a.dateTime AND a.expires)
WHERE n = 1
