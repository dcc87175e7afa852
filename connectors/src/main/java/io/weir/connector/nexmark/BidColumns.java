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

    // The loops below are written out, for one that calls a function of the column is compiled once for all columns,
    // with
    // a virtual call for each value; and they choose without a branch, which the processor would guess wrong every
    // other time.

    private static Column auctions(EventModel model, EventRun run) {
        long[] draws = run.draws(Draw.fieldSeed(model.seed(), AUCTION));
        long[] events = run.events();
        long[] epochs = run.epochs();
        int hotRatio = model.hotAuctionRatio();
        long[] values = new long[run.count()];
        for (int i = 0; i < values.length; i++) {
            long last = model.lastAuction(events[i], epochs[i]);
            long any = model.anyAuction(last, draws[i]);
            // All but one in hotRatio bids go to the first of the last hundred auctions.
            long hot = last / EventModel.HOT_BATCH * EventModel.HOT_BATCH;
            values[i] = EventModel.FIRST_ID + Draw.select(Draw.high(draws[i], hotRatio), hot, any);
        }
        return new LongColumn(values.length, values, null);
    }

    private static Column bidders(EventModel model, EventRun run) {
        long[] draws = run.draws(Draw.fieldSeed(model.seed(), BIDDER));
        long[] events = run.events();
        long[] epochs = run.epochs();
        int hotRatio = model.hotBidderRatio();
        long[] values = new long[run.count()];
        for (int i = 0; i < values.length; i++) {
            long last = model.lastPerson(events[i], epochs[i]);
            long any = model.anyPerson(last, draws[i]);
            // The second of the last hundred people, so that hot bidders are not the hot sellers.
            long hot = last / EventModel.HOT_BATCH * EventModel.HOT_BATCH + 1;
            values[i] = EventModel.FIRST_ID + Draw.select(Draw.high(draws[i], hotRatio), hot, any);
        }
        return new LongColumn(values.length, values, null);
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
