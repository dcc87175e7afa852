SELECT auction, bidder, price, epoch_us(dateTime), extra FROM bid
