package io.weir.connector.nexmark;

import io.weir.connector.base.Draw;
import io.weir.spi.data.Column;

/** The columns of bids. */
final class BidColumns {
    private static final int AUCTION = 200;
    private static final int BIDDER = 201;
    private static final int PRICE = 202;
    private static final int CHANNEL = 203;
    private static final int EXTRA = 204;
    /** What the public generator counts for the numbers of a bid. */
    private static final int NUMBER_BYTES = 32;

    private static final int CHANNEL_BYTES = 12;
    private static final int URL_BYTES = 72;

    private BidColumns() {}

    static EventColumn of(String name, EventModel model) {
        return switch (name) {
            case "auction" -> run -> auctions(model, run);
            case "bidder" -> run -> bidders(model, run);
            case "price" -> {
                long seed = Draw.fieldSeed(model.seed(), PRICE);
                yield run -> EventColumn.longs(run, (event, epoch) -> Prices.price(Draw.bits(seed, event, 0)));
            }
            case "channel" -> channels(model, Channels.NAMES, CHANNEL_BYTES);
            case "url" -> channels(model, Channels.URLS, URL_BYTES);
            case "datetime" -> run -> EventColumn.times(model, run);
            case "extra" -> {
                long seed = Draw.fieldSeed(model.seed(), EXTRA);
                yield run -> EventColumn.texts(
                        run,
                        Math.max(1, model.bidBytes() - NUMBER_BYTES),
                        (out, event) ->
                                RandomText.extra(out, NUMBER_BYTES, model.bidBytes(), Draw.bits(seed, event, 0)));
            }
            default -> throw new IllegalStateException("bids have no column " + name);
        };
    }

    private static Column auctions(EventModel model, EventRun run) {
        long seed = Draw.fieldSeed(model.seed(), AUCTION);
        int hotRatio = model.hotAuctionRatio();
        return EventColumn.longs(run, (event, epoch) -> {
            long bits = Draw.bits(seed, event, 0);
            long last = model.lastAuction(event, epoch);
            // All but one in hotRatio bids go to the first of the last hundred auctions.
            long auction = Draw.high(bits, hotRatio) > 0
                    ? last / EventModel.HOT_BATCH * EventModel.HOT_BATCH
                    : model.anyAuction(last, bits);
            return EventModel.FIRST_ID + auction;
        });
    }

    private static Column bidders(EventModel model, EventRun run) {
        long seed = Draw.fieldSeed(model.seed(), BIDDER);
        int hotRatio = model.hotBidderRatio();
        return EventColumn.longs(run, (event, epoch) -> {
            long bits = Draw.bits(seed, event, 0);
            long last = model.lastPerson(event, epoch);
            // The second of the last hundred people, so that hot bidders are not the hot sellers.
            long bidder = Draw.high(bits, hotRatio) > 0
                    ? last / EventModel.HOT_BATCH * EventModel.HOT_BATCH + 1
                    : model.anyPerson(last, bits);
            return EventModel.FIRST_ID + bidder;
        });
    }

    /** Channel and URL are drawn together: the same draw, shown by one list or the other. */
    private static EventColumn channels(EventModel model, Words words, int expectedBytes) {
        long seed = Draw.fieldSeed(model.seed(), CHANNEL);
        return run -> EventColumn.texts(
                run, expectedBytes, (out, event) -> words.write(Channels.draw(Draw.bits(seed, event, 0)), out));
    }
}
