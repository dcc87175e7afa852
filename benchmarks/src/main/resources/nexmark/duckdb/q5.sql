-- Hopping windows, as rows of a bid for each window that it is in.
WITH CountBids AS (
    SELECT auction, count(*) AS num, starttime
    FROM (
        SELECT auction, time_bucket(INTERVAL '2 seconds', "dateTime") - to_seconds(2 * hop) AS starttime
        FROM bid, (VALUES (0), (1), (2), (3), (4)) AS hops(hop)
    )
    GROUP BY auction, starttime
)
SELECT C.auction, C.num
FROM CountBids C
JOIN (SELECT max(num) AS maxn, starttime FROM CountBids GROUP BY starttime) M
ON C.starttime = M.starttime AND C.num >= M.maxn
