package io.weir.connector.nexmark;

import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.util.List;

/** The columns that Nexmark tables can have. */
final class EventSchemas {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType TEXT = DataType.of(TypeKind.VARCHAR);
    private static final DataType TIME = DataType.of(TypeKind.TIMESTAMP, 3);

    private static final Schema PERSON = new Schema(List.of(
            new Field("id", BIGINT),
            new Field("name", TEXT),
            new Field("emailAddress", TEXT),
            new Field("creditCard", TEXT),
            new Field("city", TEXT),
            new Field("state", TEXT),
            new Field("dateTime", TIME),
            new Field("extra", TEXT)));
    private static final Schema AUCTION = new Schema(List.of(
            new Field("id", BIGINT),
            new Field("itemName", TEXT),
            new Field("description", TEXT),
            new Field("initialBid", BIGINT),
            new Field("reserve", BIGINT),
            new Field("dateTime", TIME),
            new Field("expires", TIME),
            new Field("seller", BIGINT),
            new Field("category", BIGINT),
            new Field("extra", TEXT)));
    private static final Schema BID = new Schema(List.of(
            new Field("auction", BIGINT),
            new Field("bidder", BIGINT),
            new Field("price", BIGINT),
            new Field("channel", TEXT),
            new Field("url", TEXT),
            new Field("dateTime", TIME),
            new Field("extra", TEXT)));
    private static final Schema ALL = new Schema(List.of(
            new Field("event_type", DataType.of(TypeKind.INTEGER)),
            new Field("person", DataType.row(PERSON.names(), PERSON.types())),
            new Field("auction", DataType.row(AUCTION.names(), AUCTION.types())),
            new Field("bid", DataType.row(BID.names(), BID.types()))));

    private EventSchemas() {}

    static Schema of(EventType type) {
        return switch (type) {
            case PERSON -> PERSON;
            case AUCTION -> AUCTION;
            case BID -> BID;
            case ALL -> ALL;
        };
    }
}
