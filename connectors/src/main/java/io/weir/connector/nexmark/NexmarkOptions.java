package io.weir.connector.nexmark;

import io.weir.connector.base.SplitIds;
import io.weir.spi.connector.Option;
import java.util.List;

/** The options of Nexmark tables; names and defaults of the public connector where it has them. */
final class NexmarkOptions {
    private static final int MOST = Integer.MAX_VALUE / 4;

    static final Option<EventType> EVENT_TYPE = Option.oneOf(
            "event-type",
            EventType.class,
            "all",
            "'person', 'auction' or 'bid' for a flat table of these events, 'all' for one table with nested rows.");
    static final Option<Long> EVENTS_NUM = Option.integer(
            "events.num", "0", 0, Long.MAX_VALUE / 2, "How many events of all types there are; 0 for no end.");
    static final Option<Long> FIRST_EVENT_ID = Option.integer(
            "first-event.id",
            "0",
            0,
            Long.MAX_VALUE / 4,
            "Number of the first event; the public Flink connector begins with 2.");
    static final Option<Long> FIRST_EVENT_RATE =
            Option.integer("first-event.rate", "10000", 1, MOST, "Events per second of event time.");
    static final Option<Long> NEXT_EVENT_RATE =
            Option.integer("next-event.rate", null, 1, MOST, "Known for compatibility; must equal 'first-event.rate'.");
    static final Option<Boolean> MAX_EMIT_SPEED = Option.bool(
            "max-emit-speed",
            "true",
            "Whether rows come as fast as they are taken; otherwise at the rate of event time, 'first-event.rate'.");
    static final Option<Long> ROWS_PER_SECOND = Option.integer(
            "rows-per-second",
            "0",
            0,
            MOST,
            "Rows of this table per second, all subtasks together; 0 for no limit. Without effect on event times.");
    static final Option<Long> BASE_TIME = Option.integer(
            "base-time",
            "1436918400000",
            0,
            4_102_444_800_000L,
            "Event time of event 0 in milliseconds since 1970; the default is 2015-07-15.");
    static final Option<Long> SEED =
            Option.integer("seed", "0", Long.MIN_VALUE, Long.MAX_VALUE, "Another seed gives other random values.");
    static final Option<Long> NUMBER_OF_SPLITS = Option.integer(
            "number-of-splits",
            "8",
            1,
            SplitIds.MAX_COUNT,
            "Splits that subtasks share among them; bounds the useful parallelism.");
    static final Option<Long> OUT_OF_ORDER_GROUP_SIZE = Option.integer(
            "out-of-order.group-size",
            "1",
            1,
            1_000_000,
            "Rows are shuffled within groups of this many; 1 keeps them in order. Not a multiple of 953.");
    static final Option<Long> PERSON_PROPORTION =
            Option.integer("person.proportion", "1", 0, 1_000_000, "People in each round of events.");
    static final Option<Long> AUCTION_PROPORTION =
            Option.integer("auction.proportion", "3", 0, 1_000_000, "Auctions in each round of events.");
    static final Option<Long> BID_PROPORTION =
            Option.integer("bid.proportion", "46", 0, 1_000_000, "Bids in each round of events.");
    static final Option<Long> BID_HOT_RATIO_AUCTIONS = Option.integer(
            "bid.hot-ratio.auctions", "2", 1, 1_000_000, "All but one in this many bids are for a hot auction.");
    static final Option<Long> BID_HOT_RATIO_BIDDERS = Option.integer(
            "bid.hot-ratio.bidders", "4", 1, 1_000_000, "All but one in this many bids are by a hot bidder.");
    static final Option<Long> AUCTION_HOT_RATIO_SELLERS = Option.integer(
            "auction.hot-ratio.sellers", "4", 1, 1_000_000, "All but one in this many auctions are by a hot seller.");
    static final Option<Long> PERSON_AVG_SIZE =
            Option.size("person.avg-size", "200b", "Average bytes of a person; filled up in column extra.");
    static final Option<Long> AUCTION_AVG_SIZE =
            Option.size("auction.avg-size", "500b", "Average bytes of an auction; filled up in column extra.");
    static final Option<Long> BID_AVG_SIZE =
            Option.size("bid.avg-size", "100b", "Average bytes of a bid; filled up in column extra.");

    static final List<Option<?>> ALL = List.of(
            EVENT_TYPE,
            EVENTS_NUM,
            FIRST_EVENT_ID,
            FIRST_EVENT_RATE,
            NEXT_EVENT_RATE,
            MAX_EMIT_SPEED,
            ROWS_PER_SECOND,
            BASE_TIME,
            SEED,
            NUMBER_OF_SPLITS,
            OUT_OF_ORDER_GROUP_SIZE,
            PERSON_PROPORTION,
            AUCTION_PROPORTION,
            BID_PROPORTION,
            BID_HOT_RATIO_AUCTIONS,
            BID_HOT_RATIO_BIDDERS,
            AUCTION_HOT_RATIO_SELLERS,
            PERSON_AVG_SIZE,
            AUCTION_AVG_SIZE,
            BID_AVG_SIZE);

    private NexmarkOptions() {}
}
