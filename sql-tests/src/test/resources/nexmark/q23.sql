SELECT bidder, price, channel, url, b.extra, p.id, name, emailAddress, creditCard, city, state, p.extra, itemName, description, initialBid, reserve, epoch_us(a.dateTime), epoch_us(expires), seller, category, a.extra
FROM bid b JOIN person p ON p.id = b.bidder JOIN auction a ON a.seller = b.bidder
