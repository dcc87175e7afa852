-- columns 0 1
SELECT bidder, count(*) FROM bid GROUP BY bidder
