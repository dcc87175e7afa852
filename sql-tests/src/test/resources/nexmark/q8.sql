SELECT p.id, p.name, p.start * 10000000
FROM (SELECT DISTINCT id, name, epoch_ms(dateTime) // 10000 AS start FROM person) p
JOIN (SELECT DISTINCT seller, epoch_ms(dateTime) // 10000 AS start FROM auction) a
ON p.id = a.seller AND p.start = a.start
