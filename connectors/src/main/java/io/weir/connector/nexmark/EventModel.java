package io.weir.connector.nexmark;

import static io.weir.spi.Checks.checkArgument;

import io.weir.connector.base.Draw;

/**
 * The arithmetic of the public generator: which event number is a person, an auction or a bid, its id, its time, and
 * which others exist by then.
 *
 * <p>Events come in epochs of {@code personProportion + auctionProportion + bidProportion}: first the people, then the
 * auctions, then the bids. Ids are from 0 here ("base 0"); {@link #FIRST_ID} is added where they are shown.
 */
record EventModel(
        int personProportion,
        int auctionProportion,
        int bidProportion,
        int hotAuctionRatio,
        int hotBidderRatio,
        int hotSellerRatio,
        int personBytes,
        int auctionBytes,
        int bidBytes,
        double eventsPerSecond,
        long baseTimeMillis,
        long seed) {

    static final long FIRST_ID = 1000;
    static final long FIRST_CATEGORY_ID = 10;
    static final int CATEGORIES = 5;
    /** A hot auction, seller or bidder is one of the last this many. */
    static final int HOT_BATCH = 100;

    static final int IN_FLIGHT_AUCTIONS = 100;
    static final int ACTIVE_PEOPLE = 1000;
    /** How many auctions and people that do not exist yet may be referred to. */
    static final int ID_LEAD = 10;

    private static final double MICROS_PER_SECOND = 1e6;

    EventModel {
        checkArgument(
                personProportion >= 0 && auctionProportion >= 0 && bidProportion >= 0,
                "proportions %s:%s:%s must not be negative",
                personProportion,
                auctionProportion,
                bidProportion);
        checkArgument(eventsPerSecond > 0, "rate %s is not positive", eventsPerSecond);
    }

    int epochEvents() {
        return personProportion + auctionProportion + bidProportion;
    }

    int proportion(EventType type) {
        return switch (type) {
            case PERSON -> personProportion;
            case AUCTION -> auctionProportion;
            case BID -> bidProportion;
            case ALL -> epochEvents();
        };
    }

    /** Where in an epoch the events of a type begin. */
    int offset(EventType type) {
        return switch (type) {
            case PERSON, ALL -> 0;
            case AUCTION -> personProportion;
            case BID -> personProportion + auctionProportion;
        };
    }

    EventType typeOf(long event) {
        long offset = event % epochEvents();
        if (offset < personProportion) {
            return EventType.PERSON;
        }
        return offset < personProportion + auctionProportion ? EventType.AUCTION : EventType.BID;
    }

    /** How many events of a type have a number below {@code event}. */
    long countBelow(EventType type, long event) {
        long rest = event % epochEvents() - offset(type);
        return event / epochEvents() * proportion(type) + Math.max(0, Math.min(rest, proportion(type)));
    }

    /** Event time in epoch milliseconds, rounded down as in the public generator. */
    long timeMillis(long event) {
        return timeMillis(event, microsPerEvent());
    }

    /** {@link #timeMillis(long)} for loops, which divide only once. */
    long timeMillis(long event, double microsPerEvent) {
        return baseTimeMillis + (long) (event * microsPerEvent) / 1000;
    }

    double microsPerEvent() {
        return MICROS_PER_SECOND / eventsPerSecond;
    }

    /** The person made last, this event of this epoch included. */
    long lastPerson(long event, long epoch) {
        long offset = Math.min(event - epoch * epochEvents(), personProportion - 1L);
        return epoch * personProportion + offset;
    }

    /** The auction made last, this event of this epoch included; -1 if there is none yet. */
    long lastAuction(long event, long epoch) {
        long offset = event - epoch * epochEvents() - personProportion;
        if (offset < 0) {
            return epoch * auctionProportion - 1;
        }
        return epoch * auctionProportion + Math.min(offset, auctionProportion - 1L);
    }

    /** The last person that was made before the auctions and bids of an epoch. */
    long lastPersonOf(long epoch) {
        return (epoch + 1) * personProportion - 1;
    }

    /** The last auction that was made before the bids of an epoch; -1 if there is none. */
    long lastAuctionOf(long epoch) {
        return (epoch + 1) * auctionProportion - 1;
    }

    /** Ids that follow one another. */
    record Ids(long least, int count) {
        long draw(long bits) {
            return least + Draw.low(bits, count);
        }
    }

    /** The people who may act: the active ones, and the next few. */
    Ids activePeople(long lastPerson) {
        long people = lastPerson + 1;
        long active = Math.min(people, ACTIVE_PEOPLE);
        return new Ids(people - active, (int) active + ID_LEAD);
    }

    /** The auctions that may be bid for: those in flight, and the next few. */
    Ids auctionsToBidFor(long lastAuction) {
        long least = Math.max(lastAuction - IN_FLIGHT_AUCTIONS, 0);
        return new Ids(least, (int) (lastAuction - least) + 1 + ID_LEAD);
    }

    /**
     * When the auction that stands {@link #IN_FLIGHT_AUCTIONS} behind this event's will be made, as time from this
     * event.
     */
    long horizonMillis(long event) {
        long events = (long) IN_FLIGHT_AUCTIONS * epochEvents() / Math.max(1, auctionProportion);
        return timeMillis(event + events) - timeMillis(event);
    }
}
