SELECT auction, bidder, price, channel, url, epoch_us(b.dateTime), b.extra, itemName, description, initialBid, reserve, epoch_us(a.dateTime), epoch_us(expires), seller, category, a.extra
FROM bid b JOIN auction a ON b.auction = a.id WHERE a.category = 10
