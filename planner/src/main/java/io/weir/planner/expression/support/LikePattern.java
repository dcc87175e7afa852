package io.weir.planner.expression.support;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A LIKE pattern, matched on UTF-8 bytes without decoding and without regular expressions: the pieces between the
 * {@code %} are looked for one after the other from the left, each at the first place where it fits, which is enough
 * because {@code %} takes anything. Time is at most the product of the lengths. Not to be shared between threads.
 */
public final class LikePattern {
    private static final byte ANY_CHARACTER = (byte) 0xFF; // no byte of UTF-8

    private final byte[][] pieces;
    private final boolean startsOpen;
    private final boolean endsOpen;
    private final boolean ignoreCase;
    private final Text lowered = new Text();

    /**
     * @param escape the character after which {@code %} and {@code _} mean themselves; null: backslash, as PostgreSQL
     *     has it, is not one
     */
    public LikePattern(String pattern, @Nullable String escape, boolean ignoreCase) {
        int escapeCharacter = -1;
        if (escape != null) {
            if (escape.codePointCount(0, escape.length()) != 1) {
                throw new WeirException(
                        ErrorCode.PARAMETER_VALUE, "escape must be one character, found '" + escape + "'");
            }
            escapeCharacter = escape.codePointAt(0);
        }
        String wanted = ignoreCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
        List<byte[]> found = new ArrayList<>();
        byte[] piece = new byte[wanted.length() * 4];
        int length = 0;
        boolean open = false;
        boolean first = false;
        boolean any = false;
        for (int i = 0; i < wanted.length(); ) {
            int c = wanted.codePointAt(i);
            i += Character.charCount(c);
            if (c == escapeCharacter) {
                if (i >= wanted.length()) {
                    throw new WeirException(ErrorCode.PARAMETER_VALUE, "LIKE pattern ends with its escape character");
                }
                int escaped = wanted.codePointAt(i);
                i += Character.charCount(escaped);
                length = append(piece, length, escaped);
                open = false;
            } else if (c == '%') {
                if (!any && length == 0) {
                    first = true;
                }
                if (length > 0) {
                    found.add(Arrays.copyOf(piece, length));
                    length = 0;
                }
                any = true;
                open = true;
            } else {
                if (c == '_') {
                    piece[length++] = ANY_CHARACTER;
                } else {
                    length = append(piece, length, c);
                }
                open = false;
            }
        }
        if (length > 0) {
            found.add(Arrays.copyOf(piece, length));
        }
        this.pieces = found.toArray(new byte[0][]);
        this.startsOpen = first;
        this.endsOpen = open;
        this.ignoreCase = ignoreCase;
    }

    private static int append(byte[] piece, int length, int codePoint) {
        byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, piece, length, bytes.length);
        return length + bytes.length;
    }

    public boolean matches(Text value) {
        if (ignoreCase) {
            TextFunctions.lower(lowered, value);
            return matches(lowered.data, lowered.start, lowered.end);
        }
        return matches(value.data, value.start, value.end);
    }

    private boolean matches(byte[] data, int start, int end) {
        if (pieces.length == 0) {
            return startsOpen || start == end;
        }
        int at = start;
        int piece = 0;
        if (!startsOpen) {
            at = matchAt(data, at, end, pieces[0]);
            if (at < 0) {
                return false;
            }
            piece = 1;
            if (pieces.length == 1) {
                return endsOpen || at == end;
            }
        }
        int last = endsOpen ? pieces.length : pieces.length - 1;
        for (; piece < last; piece++) {
            at = find(data, at, end, pieces[piece]);
            if (at < 0) {
                return false;
            }
        }
        return endsOpen || matchesEnd(data, at, end, pieces[pieces.length - 1]);
    }

    // Behind the piece if it stands at a place, or -1.
    private static int matchAt(byte[] data, int from, int end, byte[] piece) {
        int at = from;
        for (byte wanted : piece) {
            if (at >= end) {
                return -1;
            }
            if (wanted == ANY_CHARACTER) {
                at++;
                while (at < end && ByteScan.isFollowing(data[at])) {
                    at++;
                }
            } else if (data[at++] != wanted) {
                return -1;
            }
        }
        return at;
    }

    private static int find(byte[] data, int from, int end, byte[] piece) {
        byte first = piece[0];
        for (int at = from; at < end; at++) {
            if (first != ANY_CHARACTER) {
                at = ByteScan.indexOf(data, at, end, first);
                if (at < 0) {
                    return -1;
                }
            } else if (ByteScan.isFollowing(data[at])) {
                continue; // Only whole characters are skipped: in front of a continuation byte nothing begins.
            }
            int behind = matchAt(data, at, end, piece);
            if (behind >= 0) {
                return behind;
            }
        }
        return -1;
    }

    // The last piece has to stand at the end: that many characters before it.
    private static boolean matchesEnd(byte[] data, int from, int end, byte[] piece) {
        int at = end;
        for (int i = piece.length - 1; i >= 0; i--) {
            if (at <= from) {
                return false;
            }
            at--;
            if (piece[i] == ANY_CHARACTER) {
                while (at > from && ByteScan.isFollowing(data[at])) {
                    at--;
                }
            } else if (data[at] != piece[i]) {
                return false;
            }
        }
        return true;
    }
}
