package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashIndexTest {
    private final HashIndex index = new HashIndex();
    private final List<Long> hashes = new ArrayList<>();

    private void add(long hash) {
        index.add(hash, hashes.size());
        hashes.add(hash);
    }

    private boolean has(int entry) {
        long hash = hashes.get(entry);
        long[] segment = index.segment(hash);
        int place = HashIndex.first(segment, hash);
        while (HashIndex.entry(segment, place) >= 0 && HashIndex.entry(segment, place) != entry) {
            place = HashIndex.next(segment, hash, place);
        }
        return HashIndex.entry(segment, place) == entry;
    }

    @Test
    void findsWhatWasAddedAndNothingThatWasRemoved() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            add(Hashing.ofLong(random.nextInt(1 << 20)));
        }
        boolean[] isRemoved = new boolean[hashes.size()];
        for (int i = 0; i < 150_000; i++) {
            int entry = random.nextInt(hashes.size());
            if (!isRemoved[entry]) {
                isRemoved[entry] = true;
                index.remove(hashes.get(entry), entry);
            }
        }
        for (int entry = 0; entry < hashes.size(); entry++) {
            assertThat(has(entry)).as("entry %s, seed %s", entry, seed).isEqualTo(!isRemoved[entry]);
        }
    }

    @Test
    void holdsEntriesWhoseHashesAgreeInAllBitsThatCount() {
        for (int i = 0; i < 20_000; i++) {
            add((long) i << 32 | 0x5EED);
        }
        for (int entry = 0; entry < hashes.size(); entry += 997) {
            assertThat(has(entry)).isTrue();
        }
        assertThat(index.bytes()).isLessThan(2 << 20);
    }

    @Test
    void takesAboutTwiceTheRoomOfItsEntries() {
        for (int i = 0; i < 1_000_000; i++) {
            add(Hashing.ofLong(i));
        }
        assertThat(index.bytes()).isBetween(16_000_000L, 34_000_000L);
    }
}
