SELECT auction, bidder, price, channel, nullif(split_part(url, '/', 4), ''), nullif(split_part(url, '/', 5), ''), nullif(split_part(url, '/', 6), '') FROM bid
