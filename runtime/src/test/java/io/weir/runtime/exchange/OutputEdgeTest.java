package io.weir.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.element.Rows;
import io.weir.runtime.element.StreamElement;
import io.weir.runtime.element.Watermark;
import io.weir.runtime.jobgraph.Partitioning;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyGroups;
import io.weir.runtime.testing.RowText;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutputEdgeTest {
    private static final int MAX_PARALLELISM = 128;
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType VARCHAR = DataType.of(TypeKind.VARCHAR);
    private static final List<DataType> TYPES = List.of(VARCHAR, BIGINT);

    private static Channel channel(int capacity) {
        return new Channel(capacity, new ExchangeMemory(1L << 20).open(), false);
    }

    private final Channel[] channels = {channel(100), channel(100), channel(100)};

    private OutputEdge edge(Partitioning partitioning, int sender) {
        return new OutputEdge(0, partitioning, sender, MAX_PARALLELISM, channels);
    }

    private static List<String> rowsIn(Channel channel) {
        List<String> rows = new ArrayList<>();
        for (StreamElement element = channel.poll(); element != null; element = channel.poll()) {
            if (element instanceof Rows some) {
                rows.addAll(RowText.rows(TYPES, some.batch()));
            }
        }
        return rows;
    }

    @Test
    void hashSendsEachRowToTheOwnerOfItsKeyGroupInOrder() {
        List<String> text = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            text.add((i % 3 == 0 ? "-D k" : "+I k") + i % 40 + " " + i);
        }
        Batch batch = RowText.batch(TYPES, text.toArray(String[]::new));
        edge(new Partitioning.Hash(List.of(0), List.of(VARCHAR)), 0).emit(batch);
        KeyBatch keys = new KeyBatch();
        new KeyCodec(List.of(VARCHAR)).encode(batch, new int[] {0}, keys);
        List<List<String>> expected = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int row = 0; row < batch.rowCount(); row++) {
            int owner = KeyGroups.subtaskOf(keys.keyGroup(row, MAX_PARALLELISM), MAX_PARALLELISM, 3);
            expected.get(owner).add(text.get(row));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(rowsIn(channels[i])).isEqualTo(expected.get(i)).isNotEmpty();
        }
    }

    @Test
    void hashOfABatchWithOneKeyHandsTheBatchOnAsItIs() {
        Batch batch = RowText.batch(TYPES, "+I a 1", "+I a 2");
        edge(new Partitioning.Hash(List.of(0), List.of(VARCHAR)), 0).emit(batch);
        List<StreamElement> all = new ArrayList<>();
        for (Channel channel : channels) {
            StreamElement element = channel.poll();
            if (element != null) {
                all.add(element);
            }
        }
        assertThat(all)
                .singleElement()
                .satisfies(element -> assertThat(((Rows) element).batch()).isSameAs(batch));
    }

    @Test
    void rebalanceTakesTurnsFromTheSendersOwnNumberOn() {
        OutputEdge edge = edge(new Partitioning.Rebalance(), 1);
        edge.emit(RowText.batch(TYPES, "+I a 1"));
        edge.emit(RowText.batch(TYPES, "+I b 2"));
        assertThat(rowsIn(channels[1])).containsExactly("+I a 1");
        assertThat(rowsIn(channels[2])).containsExactly("+I b 2");
        assertThat(rowsIn(channels[0])).isEmpty();
    }

    @Test
    void broadcastSendsToAllAndSingleToTheFirst() {
        edge(new Partitioning.Broadcast(), 0).emit(RowText.batch(TYPES, "+I a 1"));
        edge(new Partitioning.Single(), 2).emit(RowText.batch(TYPES, "+I b 2"));
        assertThat(rowsIn(channels[0])).containsExactly("+I a 1", "+I b 2");
        assertThat(rowsIn(channels[1])).containsExactly("+I a 1");
        assertThat(rowsIn(channels[2])).containsExactly("+I a 1");
    }

    @Test
    void watermarksGoToEveryChannel() {
        edge(new Partitioning.Single(), 0).broadcast(new Watermark(3));
        for (Channel channel : channels) {
            assertThat(channel.poll()).isEqualTo(new Watermark(3));
        }
    }

    @Test
    void oneFullChannelStopsTheSender() {
        channels[2] = channel(1);
        OutputEdge edge = edge(new Partitioning.Broadcast(), 0);
        assertThat(edge.hasRoom(false)).isTrue();
        edge.emit(RowText.batch(TYPES, "+I a 1"));
        assertThat(edge.hasRoom(false)).isFalse();
        assertThat(edge.hasRoom(true)).isTrue();
    }
}
