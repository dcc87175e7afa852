package io.weir.connector.nexmark;

import io.weir.spi.data.BytesColumn;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A fixed list of ASCII texts, end to end in one array, with room behind them as long as the longest. */
final class Words {
    private final byte[] data;
    private final int[] offsets;
    private final int longest;

    Words(List<String> words) {
        longest = words.stream().mapToInt(String::length).max().orElse(0);
        byte[] all = (String.join("", words) + " ".repeat(longest)).getBytes(StandardCharsets.US_ASCII);
        int[] ends = new int[words.size() + 1];
        for (int i = 0; i < words.size(); i++) {
            ends[i + 1] = ends[i] + words.get(i).length();
        }
        this.data = all;
        this.offsets = ends;
    }

    static Words of(String commaSeparated) {
        return new Words(List.of(commaSeparated.split(",")));
    }

    int size() {
        return offsets.length - 1;
    }

    void write(int index, TextWriter out) {
        out.copy(data, offsets[index], offsets[index + 1] - offsets[index]);
    }

    /** A text for each index, {@code int[rows]}. */
    BytesColumn column(int[] indices) {
        int[] starts = new int[indices.length + 1];
        for (int i = 0; i < indices.length; i++) {
            starts[i + 1] = Math.addExact(starts[i], offsets[indices[i] + 1] - offsets[indices[i]]);
        }
        // As many bytes for each as the longest has, as in RandomText.extras.
        byte[] texts = new byte[Math.addExact(starts[indices.length], longest)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(data, offsets[indices[i]], texts, starts[i], longest);
        }
        return new BytesColumn(indices.length, texts, starts, null);
    }
}
