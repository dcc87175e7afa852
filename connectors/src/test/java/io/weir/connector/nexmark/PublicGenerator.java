package io.weir.connector.nexmark;

import io.weir.connector.base.Draw;
import java.util.ArrayList;
import java.util.List;

/**
 * The public generator's logic, written plainly, one row at a time, with strings: what the columns are checked against.
 * Only its random numbers are replaced, by those drawn by event and field.
 */
final class PublicGenerator {
    private final long baseTime;
    private final double interEventDelayMicros;

    PublicGenerator(long baseTime, int rate) {
        this.baseTime = baseTime;
        this.interEventDelayMicros = 1000000.0 / rate;
    }

    private static long bits(int field, long event, int draw) {
        return Draw.bits(Draw.fieldSeed(0, field), event, draw);
    }

    long timestamp(long event) {
        return baseTime + (long) (event * interEventDelayMicros) / 1000L;
    }

    List<Object> next(long event) {
        long rem = event % 50;
        if (rem < 1) {
            return person(event);
        }
        return rem < 4 ? auction(event) : bid(event);
    }

    private static long lastPerson(long event) {
        long epoch = event / 50;
        long offset = event % 50;
        if (offset >= 1) {
            offset = 0;
        }
        return epoch + offset;
    }

    private static long lastAuction(long event) {
        long epoch = event / 50;
        long offset = event % 50;
        if (offset < 1) {
            epoch--;
            offset = 2;
        } else if (offset >= 4) {
            offset = 2;
        } else {
            offset -= 1;
        }
        return epoch * 3 + offset;
    }

    private static long nextPerson(long event, long bits) {
        long numPeople = lastPerson(event) + 1;
        long activePeople = Math.min(numPeople, 1000);
        return numPeople - activePeople + Draw.low(bits, (int) (activePeople + 10));
    }

    private static long price(long bits) {
        return Math.round(Math.pow(10.0, Draw.unit(bits) * 6.0) * 100.0);
    }

    private List<Object> person(long event) {
        String[] states = "AZ,CA,ID,OR,WA,WY".split(",");
        String[] cities =
                "Phoenix,Los Angeles,San Francisco,Boise,Portland,Bend,Redmond,Seattle,Kent,Cheyenne".split(",");
        String[] first = "Peter,Paul,Luke,John,Saul,Vicky,Kate,Julie,Sarah,Deiter,Walter".split(",");
        String[] last = "Shultz,Abrams,Spencer,White,Bartels,Walton,Smith,Jones,Noris".split(",");
        String name = first[Draw.high(bits(1, event, 0), 11)] + " " + last[Draw.low(bits(1, event, 0), 9)];
        String email = string(2, event, 0, 7) + "@" + string(2, event, 8, 5) + ".com";
        List<String> card = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            card.add(String.format("%04d", Draw.high(bits(3, event, i), 10000)));
        }
        String creditCard = String.join(" ", card);
        String city = cities[Draw.high(bits(4, event, 0), 10)];
        String state = states[Draw.high(bits(5, event, 0), 6)];
        int size = 8 + name.length() + email.length() + creditCard.length() + city.length() + state.length();
        return List.of(
                "person",
                lastPerson(event) + 1000,
                name,
                email,
                creditCard,
                city,
                state,
                timestamp(event),
                extraLength(size, 200, bits(6, event, 0)));
    }

    private List<Object> auction(long event) {
        long sellerBits = bits(100, event, 0);
        long seller = Draw.high(sellerBits, 4) > 0 ? lastPerson(event) / 100 * 100 : nextPerson(event, sellerBits);
        long initialBid = price(bits(102, event, 0));
        long horizon = timestamp(event + 100 * 50 / 3) - timestamp(event);
        long expires = timestamp(event) + 1 + Draw.wide(bits(103, event, 0), Math.max(horizon * 2, 1));
        String name = string(104, event, 0, 20);
        String description = string(105, event, 0, 100);
        long reserve = initialBid + price(bits(106, event, 0));
        int size = 8 + name.length() + description.length() + 8 + 8 + 8 + 8 + 8;
        return List.of(
                "auction",
                lastAuction(event) + 1000,
                name,
                description,
                initialBid,
                reserve,
                timestamp(event),
                expires,
                seller + 1000,
                10L + Draw.high(bits(101, event, 0), 5),
                extraLength(size, 500, bits(107, event, 0)));
    }

    private List<Object> bid(long event) {
        long auctionBits = bits(200, event, 0);
        long last = lastAuction(event);
        long least = Math.max(last - 100, 0);
        long auction = Draw.high(auctionBits, 2) > 0
                ? last / 100 * 100
                : least + Draw.low(auctionBits, (int) (last - least + 1 + 10));
        long bidderBits = bits(201, event, 0);
        long bidder = Draw.high(bidderBits, 4) > 0 ? lastPerson(event) / 100 * 100 + 1 : nextPerson(event, bidderBits);
        long channelBits = bits(203, event, 0);
        int hot = Draw.high(channelBits, 8);
        String channel = hot < 4
                ? List.of("Google", "Facebook", "Baidu", "Apple").get(hot)
                : "channel-" + Draw.low(channelBits, 10000);
        return List.of(
                "bid",
                auction + 1000,
                bidder + 1000,
                price(bits(202, event, 0)),
                channel,
                timestamp(event),
                extraLength(32, 100, bits(204, event, 0)));
    }

    private static String string(int field, long event, int draw, int maxLength) {
        int length = 3 + Draw.high(bits(field, event, draw), maxLength - 3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            long bits = bits(field, event, draw + 1 + i / 4) >>> (16 * (i % 4));
            int letter = (int) (((bits & 0xFFFF) * (13 * 26)) >>> 16);
            text.append(letter < 26 ? ' ' : (char) ('a' + letter % 26));
        }
        return text.toString().strip();
    }

    private static int extraLength(int currentSize, int desiredAverageSize, long bits) {
        if (currentSize > desiredAverageSize) {
            return 0;
        }
        int missing = desiredAverageSize - currentSize;
        int delta = (int) Math.round(missing * 0.2);
        return missing - delta + Draw.high(bits, 2 * delta);
    }
}
