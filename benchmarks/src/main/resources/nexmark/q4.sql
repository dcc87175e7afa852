-- Weir's AVG of whole numbers is DOUBLE, Flink's is a whole number, cut off.
CREATE TABLE nexmark_q4 (
  id BIGINT,
  final BIGINT
) WITH (${SINK});

INSERT INTO nexmark_q4
SELECT
    Q.category,
    CAST(FLOOR(AVG(Q.final)) AS BIGINT)
FROM (
    SELECT MAX(B.price) AS final, A.category
    FROM auction A, bid B
    WHERE A.id = B.auction AND B.`dateTime` BETWEEN A.`dateTime` AND A.expires
    GROUP BY A.id, A.category
) Q
GROUP BY Q.category;
