-- columns 0
SELECT seller
FROM (SELECT a.id, a.seller FROM auction a JOIN bid b ON a.id = b.auction AND b.dateTime BETWEEN a.dateTime AND a.expires GROUP BY a.id, a.seller)
