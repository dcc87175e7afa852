-- Processing time has no meaning in a batch: all bids are in one window.
SELECT bidder, count(*) AS bid_count FROM bid GROUP BY bidder
