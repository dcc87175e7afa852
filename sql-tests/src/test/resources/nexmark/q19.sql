-- columns 0 2 7
SELECT auction, price, n FROM (SELECT *, row_number() OVER (PARTITION BY auction ORDER BY price DESC) AS n FROM bid) WHERE n <= 10
