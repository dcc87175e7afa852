package io.weir.server.jdbc;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Warnings on their way to the client. Avatica's answers have no place for them, so they go beside the answer, in
 * headers, which other clients ignore. A request is carried out on the thread that answers it, and there they wait.
 */
final class ResponseWarnings {
    /** One header for each; percent-encoded UTF-8. */
    static final String HEADER = "Weir-Warning";

    private static final int MAX_WARNINGS = 8;
    /** Headers have room for 8 KB in all; a character takes up to 12 bytes, but texts are mostly ASCII. */
    private static final int MAX_BYTES = 6_000;

    private static final int MAX_CHARACTERS = 600;
    private static final ThreadLocal<List<String>> CURRENT = ThreadLocal.withInitial(ArrayList::new);

    private ResponseWarnings() {}

    /** A request begins. What the thread was told for one that it could not answer is none of its sender's business. */
    static void begin() {
        CURRENT.remove();
    }

    /** Adds to those of the request that this thread answers. */
    static void add(Collection<String> warnings) {
        CURRENT.get().addAll(warnings);
    }

    /** Takes them away, encoded; what there is no room for is told by number. */
    static List<String> take() {
        List<String> warnings = CURRENT.get();
        if (warnings.isEmpty()) {
            return List.of();
        }
        List<String> encoded = new ArrayList<>();
        int bytes = 0;
        for (String warning : warnings) {
            String text =
                    encode(warning.length() > MAX_CHARACTERS ? warning.substring(0, MAX_CHARACTERS) + " ..." : warning);
            if (encoded.size() == MAX_WARNINGS || bytes + text.length() > MAX_BYTES) {
                encoded.add(encode("there are " + (warnings.size() - encoded.size()) + " more; EXPLAIN shows all"));
                break;
            }
            encoded.add(text);
            bytes += text.length();
        }
        CURRENT.remove();
        return encoded;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
