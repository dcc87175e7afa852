package io.weir.connector.nexmark;

import static io.weir.connector.nexmark.NexmarkOptions.AUCTION_AVG_SIZE;
import static io.weir.connector.nexmark.NexmarkOptions.AUCTION_HOT_RATIO_SELLERS;
import static io.weir.connector.nexmark.NexmarkOptions.AUCTION_PROPORTION;
import static io.weir.connector.nexmark.NexmarkOptions.BASE_TIME;
import static io.weir.connector.nexmark.NexmarkOptions.BID_AVG_SIZE;
import static io.weir.connector.nexmark.NexmarkOptions.BID_HOT_RATIO_AUCTIONS;
import static io.weir.connector.nexmark.NexmarkOptions.BID_HOT_RATIO_BIDDERS;
import static io.weir.connector.nexmark.NexmarkOptions.BID_PROPORTION;
import static io.weir.connector.nexmark.NexmarkOptions.EVENTS_NUM;
import static io.weir.connector.nexmark.NexmarkOptions.EVENT_TYPE;
import static io.weir.connector.nexmark.NexmarkOptions.FIRST_EVENT_ID;
import static io.weir.connector.nexmark.NexmarkOptions.FIRST_EVENT_RATE;
import static io.weir.connector.nexmark.NexmarkOptions.MAX_EMIT_SPEED;
import static io.weir.connector.nexmark.NexmarkOptions.NEXT_EVENT_RATE;
import static io.weir.connector.nexmark.NexmarkOptions.NUMBER_OF_SPLITS;
import static io.weir.connector.nexmark.NexmarkOptions.OUT_OF_ORDER_GROUP_SIZE;
import static io.weir.connector.nexmark.NexmarkOptions.PERSON_AVG_SIZE;
import static io.weir.connector.nexmark.NexmarkOptions.PERSON_PROPORTION;
import static io.weir.connector.nexmark.NexmarkOptions.ROWS_PER_SECOND;
import static io.weir.connector.nexmark.NexmarkOptions.SEED;

import io.weir.connector.base.NumberedSource;
import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Tables of the events of the Nexmark benchmark. */
public final class NexmarkConnector implements Connector {
    private static final int LARGEST_EVENT_BYTES = 1 << 14;

    @Override
    public String name() {
        return "nexmark";
    }

    @Override
    public String description() {
        return "People, auctions and bids of the Nexmark benchmark, generated.";
    }

    @Override
    public List<Option<?>> options() {
        return NexmarkOptions.ALL;
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        Options options = table.options();
        EventType type = options.get(EVENT_TYPE);
        EventModel model = model(options);
        if (model.proportion(type) == 0) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE, "the proportion of the events of table \"" + table.name() + "\" is 0");
        }
        checkColumns(table, type);

        long firstEvent = options.get(FIRST_EVENT_ID);
        long events = options.get(EVENTS_NUM);
        long firstOrdinal = model.countBelow(type, firstEvent);
        long rowCount =
                events == 0 ? NumberedSource.ENDLESS : model.countBelow(type, firstEvent + events) - firstOrdinal;
        EventOrder order = new EventOrder(firstOrdinal, groupSize(options), rowCount);
        var specification = new NumberedSource.Specification(
                name() + "-" + type.name().toLowerCase(Locale.ROOT),
                options.get(NUMBER_OF_SPLITS).intValue(),
                rowCount,
                rowsPerSecond(options, model, type));
        List<Field> fields = table.physical().fields();
        return Optional.of(new NumberedSource(
                specification,
                wanted -> new EventRows(
                        model,
                        type,
                        order,
                        wanted.stream()
                                .map(column -> EventRows.column(
                                        model,
                                        type,
                                        fields.get(column).name(),
                                        fields.get(column).type().fieldNames()))
                                .toList()),
                IntStream.range(0, fields.size()).boxed().toList()));
    }

    private static EventModel model(Options options) {
        long rate = options.get(FIRST_EVENT_RATE);
        if (options.find(NEXT_EVENT_RATE).orElse(rate) != rate) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option 'next-event.rate' wants the value of 'first-event.rate', " + rate + ", found "
                            + options.get(NEXT_EVENT_RATE));
        }
        EventModel model = new EventModel(
                options.get(PERSON_PROPORTION).intValue(),
                options.get(AUCTION_PROPORTION).intValue(),
                options.get(BID_PROPORTION).intValue(),
                options.get(BID_HOT_RATIO_AUCTIONS).intValue(),
                options.get(BID_HOT_RATIO_BIDDERS).intValue(),
                options.get(AUCTION_HOT_RATIO_SELLERS).intValue(),
                eventBytes(options, PERSON_AVG_SIZE),
                eventBytes(options, AUCTION_AVG_SIZE),
                eventBytes(options, BID_AVG_SIZE),
                rate,
                options.get(BASE_TIME),
                options.get(SEED));
        return model;
    }

    private static int eventBytes(Options options, Option<Long> option) {
        long bytes = options.get(option);
        if (bytes > LARGEST_EVENT_BYTES) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option '" + option.key() + "' wants at most " + LARGEST_EVENT_BYTES + " bytes, found " + bytes);
        }
        return (int) bytes;
    }

    private static int groupSize(Options options) {
        int size = options.get(OUT_OF_ORDER_GROUP_SIZE).intValue();
        if (size % EventOrder.STEP == 0) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option '" + OUT_OF_ORDER_GROUP_SIZE.key() + "' wants a number that is no multiple of "
                            + EventOrder.STEP + ", found " + size);
        }
        return size;
    }

    private static double rowsPerSecond(Options options, EventModel model, EventType type) {
        long rows = options.get(ROWS_PER_SECOND);
        if (rows > 0 || options.get(MAX_EMIT_SPEED)) {
            return rows;
        }
        return model.eventsPerSecond() * model.proportion(type) / model.epochEvents();
    }

    private static void checkColumns(TableDescriptor table, EventType type) {
        Schema known = EventSchemas.of(type);
        for (Field field : table.physical().fields()) {
            EventColumnCheck.check(table.name(), field, known);
        }
    }
}
