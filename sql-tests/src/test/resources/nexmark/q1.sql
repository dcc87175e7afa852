SELECT auction, bidder, 0.908 * price, epoch_us(dateTime), extra FROM bid
