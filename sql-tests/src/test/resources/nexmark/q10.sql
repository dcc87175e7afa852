SELECT auction, bidder, price, epoch_us(dateTime), extra, strftime(dateTime, '%Y-%m-%d'), strftime(dateTime, '%H:%M') FROM bid
