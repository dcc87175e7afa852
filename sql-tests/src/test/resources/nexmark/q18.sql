-- columns 0 1 5
SELECT auction, bidder, epoch_us(max(dateTime)) FROM bid GROUP BY bidder, auction
