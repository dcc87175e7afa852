package io.weir.connector.nexmark;

import static io.weir.connector.ConnectorHarness.assertRestoresAtEveryBoundary;
import static io.weir.connector.ConnectorHarness.readAll;
import static io.weir.connector.ConnectorHarness.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.ConnectorHarness.Reading;
import io.weir.connector.FakeSourceContext;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NexmarkSourceTest {
    private static final long BASE_TIME = 1436918400000L;

    private static Source source(EventType type, String... options) {
        return source(EventSchemas.of(type), type, options);
    }

    private static Source source(Schema schema, EventType type, String... options) {
        Map<String, String> values = new HashMap<>(Map.of("connector", "nexmark", "event-type", type.name()));
        for (int i = 0; i < options.length; i += 2) {
            values.put(options[i], options[i + 1]);
        }
        return new NexmarkConnector()
                .source(table(schema, values), Optional.empty())
                .orElseThrow();
    }

    /** Rows as the public generator has them: times in milliseconds, fillers by their length, no URL. */
    private static List<List<Object>> plainRows(EventType type, Batch batch) {
        Schema schema = EventSchemas.of(type);
        List<List<Object>> rows = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            List<Object> values = new ArrayList<>(List.of(type.name().toLowerCase(Locale.ROOT)));
            for (int column = 0; column < schema.size(); column++) {
                String name = schema.names().get(column);
                Object value = BoxedValues.get(schema.types().get(column), batch.column(column), row);
                switch (name) {
                    case "dateTime", "expires" -> values.add((Long) value / 1000);
                    case "extra" -> values.add(((String) value).length());
                    case "url" -> {}
                    default -> values.add(value);
                }
            }
            rows.add(values);
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "1000003"})
    void eventsAreThoseOfThePublicGenerator(String firstEvent) {
        Map<EventType, List<List<Object>>> made = new HashMap<>();
        for (EventType type : List.of(EventType.PERSON, EventType.AUCTION, EventType.BID)) {
            Source source = source(
                    type,
                    "events.num",
                    "500",
                    "first-event.id",
                    firstEvent,
                    "number-of-splits",
                    "1",
                    "first-event.rate",
                    "7000");
            var reader = source.createReader(new FakeSourceContext(0, 1, false), List.of());
            made.put(type, plainRows(type, reader.poll(1000).batch()));
        }
        var publicGenerator = new PublicGenerator(BASE_TIME, 7000);
        Map<EventType, List<List<Object>>> expected = new HashMap<>();
        for (long event = Long.parseLong(firstEvent); event < Long.parseLong(firstEvent) + 500; event++) {
            List<Object> row = publicGenerator.next(event);
            EventType type = EventType.valueOf(((String) row.get(0)).toUpperCase(Locale.ROOT));
            expected.computeIfAbsent(type, key -> new ArrayList<>()).add(row);
        }
        assertThat(made).isEqualTo(expected);
    }

    @Test
    void firstFiftyEventsAreOnePersonThreeAuctionsAndTheirBids() {
        List<String> rows = readAll(
                source(EventType.ALL, "events.num", "50", "number-of-splits", "1"),
                EventSchemas.of(EventType.ALL).types());
        assertThat(rows).hasSize(50);
        assertThat(rows.get(0)).startsWith("+I[0, [1000, ").endsWith(", null, null]");
        assertThat(rows.subList(1, 4)).allMatch(row -> row.startsWith("+I[1, null, [10"));
        assertThat(rows.subList(4, 50)).allMatch(row -> row.startsWith("+I[2, null, null, [10"));
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void positionsRestoreExactlyTheRemainingRows(EventType type) {
        assertRestoresAtEveryBoundary(
                source(type, "events.num", "777", "number-of-splits", "3", "out-of-order.group-size", "10"),
                EventSchemas.of(type).types(),
                7);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void rowsAreTheSameAtEveryParallelismAndNumberOfSplits(EventType type) {
        List<DataType> types = EventSchemas.of(type).types();
        List<String> expected = readAll(source(type, "events.num", "2000", "number-of-splits", "1"), types);
        for (int parallelism = 1; parallelism <= 5; parallelism++) {
            Source source = source(type, "events.num", "2000", "number-of-splits", "" + (parallelism + 2));
            assertThat(readAll(source, types, parallelism, 100, Optional.empty()))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void shufflingKeepsEveryEventOnceAndWithinItsGroup() {
        Source source = source(
                EventType.BID,
                "events.num",
                "5000",
                "number-of-splits",
                "1",
                "out-of-order.group-size",
                "100",
                "first-event.rate",
                "1000");
        SplitBatch all = source.createReader(new FakeSourceContext(0, 1, false), List.of())
                .poll(10_000);
        long[] times = ((LongColumn) all.batch().column(5)).values();
        Set<Long> distinct = new HashSet<>();
        boolean inOrder = true;
        for (int row = 0; row < all.batch().rowCount(); row++) {
            distinct.add(times[row]);
            inOrder &= row == 0 || times[row] > times[row - 1];
            // A millisecond per event; a group of 100 bids spans at most 112 events.
            long ordered = BASE_TIME + row / 46 * 50 + 4 + row % 46;
            assertThat(Math.abs(times[row] / 1000 - ordered)).isLessThan(112);
        }
        assertThat(distinct).hasSize(4600);
        assertThat(inOrder).isFalse();
    }

    @Test
    void eventTimesOfASplitAscend() {
        var reader = source(EventType.BID, "events.num", "100000")
                .createReader(new FakeSourceContext(0, 1, false), List.of());
        Map<Integer, Long> last = new HashMap<>();
        for (SplitBatch polled = reader.poll(100); polled != null; polled = reader.poll(100)) {
            long[] times = ((LongColumn) polled.batch().column(5)).values();
            for (int row = 0; row < polled.batch().rowCount(); row++) {
                assertThat(times[row]).isGreaterThanOrEqualTo(last.getOrDefault(polled.split(), 0L));
                last.put(polled.split(), times[row]);
            }
        }
        assertThat(reader.isFinished()).isTrue();
    }

    @Test
    void channelAndUrlBelongTogetherAndHalfOfThemAreHot() {
        var reader = source(EventType.BID, "number-of-splits", "1")
                .createReader(new FakeSourceContext(0, 1, false), List.of());
        Batch batch = reader.poll(20_000).batch();
        BytesColumn channels = (BytesColumn) batch.column(3);
        BytesColumn urls = (BytesColumn) batch.column(4);
        Map<String, String> urlByChannel = new HashMap<>();
        int hot = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            assertThat(urls.text(row)).startsWith("https://www.nexmark.com/").contains("/item.htm?query=1");
            String url = urlByChannel.putIfAbsent(channels.text(row), urls.text(row));
            assertThat(url == null || url.equals(urls.text(row))).isTrue();
            hot += channels.text(row).startsWith("channel-") ? 0 : 1;
        }
        assertThat(hot).isBetween(9_700, 10_300);
        assertThat(urlByChannel).hasSizeGreaterThan(5_000);
    }

    @Test
    void aBidHasOneHundredBytesOnAverage() {
        var reader = source(EventType.BID, "number-of-splits", "1")
                .createReader(new FakeSourceContext(0, 1, false), List.of());
        BytesColumn extra = (BytesColumn) reader.poll(10_000).batch().column(6);
        assertThat(extra.end(9_999) / 10_000.0).isBetween(66.0, 69.0);
    }

    @Test
    void onlyWantedColumnsAreMadeAndAreTheSame() {
        Source source = source(EventType.BID, "events.num", "300");
        List<DataType> types = EventSchemas.of(EventType.BID).types();
        Source narrow = source.withColumns(List.of(0, 2)).orElseThrow();
        List<String> expected = new ArrayList<>();
        for (String row : readAll(source, types)) {
            String[] values = row.split(", ");
            expected.add(values[0] + ", " + values[2] + "]");
        }
        assertThat(readAll(narrow, List.of(types.get(0), types.get(2)))).isEqualTo(expected);
        assertThat(readAll(source.withColumns(List.of()).orElseThrow(), List.of()))
                .hasSize(276)
                .containsOnly("+I[]");
    }

    @Test
    void columnsMayBeLeftOutReorderedAndWrittenInAnyCase() {
        Schema schema = new Schema(List.of(
                new Field("PRICE", DataType.of(TypeKind.BIGINT).notNull()),
                new Field("datetime", DataType.of(TypeKind.TIMESTAMP_LTZ, 3))));
        assertThat(readAll(source(schema, EventType.BID, "events.num", "50"), schema.types()))
                .hasSize(46);
    }

    @Test
    void anEndlessTableIsUnboundedAndGoesOn() {
        Source source = source(EventType.BID);
        assertThat(source.isBounded()).isFalse();
        var reader = source.createReader(new FakeSourceContext(0, 1, false), List.of());
        for (int i = 0; i < 20; i++) {
            assertThat(reader.poll(1000).batch().rowCount()).isEqualTo(1000);
        }
        assertThat(reader.isFinished()).isFalse();
    }

    @Test
    void splitsAreSharedEvenly() {
        for (int parallelism : List.of(1, 2, 4, 8)) {
            for (int subtask = 0; subtask < parallelism; subtask++) {
                var reader = source(EventType.BID)
                        .createReader(new FakeSourceContext(subtask, parallelism, false), List.of());
                assertThat(reader.splitCount()).isEqualTo(8 / parallelism);
            }
        }
    }

    @Test
    void aRateHoldsRowsBack() {
        var context = new FakeSourceContext(0, 1, false);
        Source source = source(EventType.BID, "rows-per-second", "1000");
        try (Reading reading =
                new Reading(source, EventSchemas.of(EventType.BID).types(), context, List.of())) {
            for (int millis = 0; millis < 5000; millis++) {
                while (!reading.poll(100).isEmpty()) {}
                context.advanceMillis(1);
            }
            assertThat(reading.rows).hasSizeBetween(4_980, 5_001);
            assertThat(context.lastDelayMillis).isBetween(1L, 10L);
        }
    }

    @Test
    void aCheckpointWithOtherSplitsIsRefused() {
        Source source = source(EventType.BID, "number-of-splits", "4");
        var positions = source.createReader(new FakeSourceContext(0, 1, false), List.of())
                .snapshot(1);
        assertThatThrownBy(() -> source(EventType.BID, "number-of-splits", "8")
                        .createReader(new FakeSourceContext(0, 1, true), positions))
                .hasMessage("checkpoint has 4 splits, the nexmark-bid table has 8\n"
                        + "Hint: Give the table the 'number-of-splits' that it had when the checkpoint was taken.");
    }

    @Test
    void unfittingColumnsAndOptionsAreRefused() {
        Schema unknown = new Schema(List.of(new Field("prize", DataType.of(TypeKind.BIGINT))));
        assertThatThrownBy(() -> source(unknown, EventType.BID))
                .hasMessage("the nexmark connector has no column \"prize\" for \"t\"\n"
                        + "Detail: The columns are \"auction\", \"bidder\", \"price\", \"channel\", \"url\", \"dateTime\", "
                        + "\"extra\".\nHint: Did you mean \"price\"?");
        Schema mistyped = new Schema(List.of(new Field("price", DataType.of(TypeKind.INTEGER))));
        assertThatThrownBy(() -> source(mistyped, EventType.BID))
                .hasMessage("column \"price\" of \"t\" wants type BIGINT, found INTEGER");
        assertThatThrownBy(() -> source(EventType.BID, "next-event.rate", "5"))
                .hasMessage("option 'next-event.rate' wants the value of 'first-event.rate', 10000, found 5");
        assertThatThrownBy(() -> source(EventType.BID, "out-of-order.group-size", "953"))
                .hasMessage("option 'out-of-order.group-size' wants a number that is no multiple of 953, found 953");
        assertThatThrownBy(() -> source(EventType.BID, "bid.proportion", "0"))
                .hasMessage("the proportion of the events of table \"t\" is 0");
    }
}
