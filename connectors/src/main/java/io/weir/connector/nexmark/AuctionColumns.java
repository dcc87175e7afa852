package io.weir.connector.nexmark;

import io.weir.connector.base.Draw;
import io.weir.spi.data.Column;

/** The columns of auctions. */
final class AuctionColumns {
    private static final int SELLER = 100;
    private static final int CATEGORY = 101;
    private static final int INITIAL_BID = 102;
    private static final int EXPIRES = 103;
    private static final int ITEM_NAME = 104;
    private static final int DESCRIPTION = 105;
    private static final int RESERVE = 106;
    private static final int EXTRA = 107;

    private static final int MAX_NAME = 20;
    private static final int MAX_DESCRIPTION = 100;
    /** What the public generator counts for the numbers of an auction. */
    private static final int NUMBER_BYTES = 48;

    private AuctionColumns() {}

    static EventColumn of(String name, EventModel model) {
        return switch (name) {
            case "id" ->
                run -> EventColumn.longs(run, (event, epoch) -> EventModel.FIRST_ID + model.lastAuction(event, epoch));
            case "itemname" -> words(model, ITEM_NAME, MAX_NAME);
            case "description" -> words(model, DESCRIPTION, MAX_DESCRIPTION);
            case "initialbid" -> run -> EventColumn.longs(run, (event, epoch) -> initialBid(model, event));
            case "reserve" -> {
                long seed = Draw.fieldSeed(model.seed(), RESERVE);
                yield run -> EventColumn.longs(
                        run, (event, epoch) -> initialBid(model, event) + Prices.price(Draw.bits(seed, event, 0)));
            }
            case "datetime" -> run -> EventColumn.times(model, run);
            case "expires" -> run -> expires(model, run);
            case "seller" -> run -> sellers(model, run);
            case "category" -> {
                long seed = Draw.fieldSeed(model.seed(), CATEGORY);
                yield run -> EventColumn.longs(
                        run,
                        (event, epoch) -> EventModel.FIRST_CATEGORY_ID
                                + Draw.high(Draw.bits(seed, event, 0), EventModel.CATEGORIES));
            }
            case "extra" -> run -> extras(model, run);
            default -> throw new IllegalStateException("auctions have no column " + name);
        };
    }

    private static EventColumn words(EventModel model, int field, int maxLength) {
        long seed = Draw.fieldSeed(model.seed(), field);
        return run ->
                EventColumn.texts(run, maxLength, (out, event) -> RandomText.words(out, maxLength, seed, event, 0));
    }

    private static long initialBid(EventModel model, long event) {
        return Prices.price(Draw.bits(Draw.fieldSeed(model.seed(), INITIAL_BID), event, 0));
    }

    private static Column expires(EventModel model, EventRun run) {
        long seed = Draw.fieldSeed(model.seed(), EXPIRES);
        return EventColumn.longs(run, (event, epoch) -> {
            long bound = Math.max(model.horizonMillis(event) * 2, 1);
            return (model.timeMillis(event) + 1 + Draw.wide(Draw.bits(seed, event, 0), bound)) * 1000;
        });
    }

    private static Column sellers(EventModel model, EventRun run) {
        long seed = Draw.fieldSeed(model.seed(), SELLER);
        int hotRatio = model.hotSellerRatio();
        return EventColumn.longs(run, (event, epoch) -> {
            long bits = Draw.bits(seed, event, 0);
            long last = model.lastPerson(event, epoch);
            // All but one in hotRatio auctions are of the first of the last hundred people.
            long seller = Draw.high(bits, hotRatio) > 0
                    ? last / EventModel.HOT_BATCH * EventModel.HOT_BATCH
                    : model.activePeople(last).draw(bits);
            return EventModel.FIRST_ID + seller;
        });
    }

    private static Column extras(EventModel model, EventRun run) {
        long nameSeed = Draw.fieldSeed(model.seed(), ITEM_NAME);
        long descriptionSeed = Draw.fieldSeed(model.seed(), DESCRIPTION);
        long extraSeed = Draw.fieldSeed(model.seed(), EXTRA);
        // How long the filler is depends on the other texts; they are made again for their length.
        TextWriter scratch = new TextWriter(1, MAX_NAME + MAX_DESCRIPTION);
        return EventColumn.texts(run, model.auctionBytes(), (out, event) -> {
            scratch.end = 0;
            RandomText.words(scratch, MAX_NAME, nameSeed, event, 0);
            int nameBytes = scratch.end;
            scratch.end = 0;
            RandomText.words(scratch, MAX_DESCRIPTION, descriptionSeed, event, 0);
            int currentBytes = NUMBER_BYTES + nameBytes + scratch.end;
            RandomText.extra(out, currentBytes, model.auctionBytes(), Draw.bits(extraSeed, event, 0));
        });
    }
}
