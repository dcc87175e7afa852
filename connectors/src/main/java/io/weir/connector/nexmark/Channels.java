package io.weir.connector.nexmark;

import io.weir.connector.base.Draw;
import java.util.ArrayList;
import java.util.List;

/**
 * The channels that bids come through, each with its URL: four hot ones that take half of the bids, and ten thousand
 * others.
 */
final class Channels {
    private static final List<String> HOT = List.of("Google", "Facebook", "Baidu", "Apple");
    private static final int OTHERS = 10_000;
    private static final long SEED = 0xC4A77E15L;
    private static final int PART_LENGTH = 5;
    private static final int DRAWS_PER_PART = 4;

    static final Words NAMES = new Words(names());
    static final Words URLS = new Words(urls());

    private Channels() {}

    private static List<String> names() {
        List<String> names = new ArrayList<>(HOT);
        for (int i = 0; i < OTHERS; i++) {
            names.add("channel-" + i);
        }
        return names;
    }

    private static List<String> urls() {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < HOT.size() + OTHERS; i++) {
            int other = i - HOT.size();
            boolean showsId = other >= 0 && Draw.high(Draw.bits(SEED, i, 3 * DRAWS_PER_PART), 10) > 0;
            urls.add("https://www.nexmark.com/" + part(i, 0) + '/' + part(i, 1) + '/' + part(i, 2) + "/item.htm?query=1"
                    + (showsId ? "&channel_id=" + Math.abs(Integer.reverse(other)) : ""));
        }
        return urls;
    }

    private static String part(int url, int part) {
        return RandomText.underscored(PART_LENGTH, SEED, url, part * DRAWS_PER_PART);
    }

    /** The index of a channel: hot ones for half of all draws. */
    static int draw(long bits) {
        int hot = Draw.high(bits, 2 * HOT.size());
        int other = HOT.size() + Draw.low(bits, OTHERS);
        return (int) Draw.select(Math.max(0, HOT.size() - hot), hot, other);
    }
}
