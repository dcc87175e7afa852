SELECT B.auction, B.bidder, B.price, B."dateTime", B.extra
FROM bid B
JOIN (
    SELECT MAX(price) AS maxprice, time_bucket(INTERVAL '10 seconds', "dateTime") + INTERVAL '10 seconds' AS "dateTime"
    FROM bid
    GROUP BY 2
) B1
ON B.price = B1.maxprice
WHERE B."dateTime" BETWEEN B1."dateTime" - INTERVAL '10 seconds' AND B1."dateTime"
