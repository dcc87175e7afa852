package io.weir.connector.nexmark;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A fixed list of ASCII texts, end to end in one array. */
final class Words {
    private final byte[] data;
    private final int[] offsets;

    Words(List<String> words) {
        byte[] all = String.join("", words).getBytes(StandardCharsets.US_ASCII);
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
}
