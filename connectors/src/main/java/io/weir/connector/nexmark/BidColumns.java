package io.weir.connector.nexmark;

import io.weir.connector.base.Draw;
import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;

/** The columns of bids. */
final class BidColumns {
    private static final int AUCTION = 200;
    private static final int BIDDER = 201;
    private static final int PRICE = 202;
    private static final int CHANNEL = 203;
    private static final int EXTRA = 204;
    /** What the public generator counts for the numbers of a bid. */
    private static final int NUMBER_BYTES = 32;

    private BidColumns() {}

    static EventColumn of(String name, EventModel model) {
        return switch (name) {
            case "auction" -> run -> auctions(model, run);
            case "bidder" -> run -> bidders(model, run);
            case "price" -> run -> prices(model, run);
            case "channel" -> run -> channels(model, Channels.NAMES, run);
            case "url" -> run -> channels(model, Channels.URLS, run);
            case "datetime" -> run -> EventColumn.times(model, run);
            case "extra" -> run -> extras(model, run);
            default -> throw new IllegalStateException("bids have no column " + name);
        };
    }

    // The loops below are written out: one that calls a function of the column is compiled once for all columns, with a
    // virtual call for each value. They choose without a branch, which the processor would guess wrong every other
    // time.
    // Bids are the last events of their epoch, so that all of them know the same auctions and people.

    private static Column auctions(EventModel model, EventRun run) {
        long[] draws = run.draws(Draw.fieldSeed(model.seed(), AUCTION));
        long[] epochs = run.epochs();
        long[] values = new long[run.count()];
        for (int from = 0; from < values.length; ) {
            int to = run.endOfEpoch(from);
            long last = model.lastAuctionOf(epochs[from]);
            // All but one in hotRatio bids go to the first of the last hundred auctions.
            long hot = last / EventModel.HOT_BATCH * EventModel.HOT_BATCH;
            choose(draws, from, to, model.hotAuctionRatio(), hot, model.auctionsToBidFor(last), values);
            from = to;
        }
        return new LongColumn(values.length, values, null);
    }

    private static Column bidders(EventModel model, EventRun run) {
        long[] draws = run.draws(Draw.fieldSeed(model.seed(), BIDDER));
        long[] epochs = run.epochs();
        long[] values = new long[run.count()];
        for (int from = 0; from < values.length; ) {
            int to = run.endOfEpoch(from);
            long last = model.lastPersonOf(epochs[from]);
            // The second of the last hundred people, so that hot bidders are not the hot sellers.
            long hot = last / EventModel.HOT_BATCH * EventModel.HOT_BATCH + 1;
            choose(draws, from, to, model.hotBidderRatio(), hot, model.activePeople(last), values);
            from = to;
        }
        return new LongColumn(values.length, values, null);
    }

    /** Fills in ids: the hot one, or in one of {@code hotRatio} cases any. Only {@code long}s, so that it is vectorised. */
    private static void choose(
            long[] draws, int from, int to, long hotRatio, long hot, EventModel.Ids any, long[] values) {
        long hotId = EventModel.FIRST_ID + hot;
        long leastId = EventModel.FIRST_ID + any.least();
        long idCount = any.count();
        for (int i = from; i < to; i++) {
            long anyId = leastId + (((draws[i] & Draw.LOW_HALF) * idCount) >>> 32);
            long isHot = -(((draws[i] >>> 32) * hotRatio) >>> 32) >> 63;
            values[i] = anyId ^ ((hotId ^ anyId) & isHot);
        }
    }

    private static Column prices(EventModel model, EventRun run) {
        long[] draws = run.draws(Draw.fieldSeed(model.seed(), PRICE));
        long[] values = new long[run.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Prices.price(draws[i]);
        }
        return new LongColumn(values.length, values, null);
    }

    private static Column extras(EventModel model, EventRun run) {
        long[] draws = run.draws(Draw.fieldSeed(model.seed(), EXTRA));
        return RandomText.extras(draws, run.count(), NUMBER_BYTES, model.bidBytes());
    }

    /** Channel and URL are drawn together: the same draw, shown by one list or the other. */
    private static Column channels(EventModel model, Words words, EventRun run) {
        long[] draws = run.draws(Draw.fieldSeed(model.seed(), CHANNEL));
        int[] indices = new int[run.count()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = Channels.draw(draws[i]);
        }
        return words.column(indices);
    }
}
