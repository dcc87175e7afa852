package io.weir.runtime.state;

/** Key groups from {@code first} to {@code last}, both included; empty if {@code last < first}. */
public record KeyGroupRange(int first, int last) {
    public boolean contains(int keyGroup) {
        return keyGroup >= first && keyGroup <= last;
    }

    public int size() {
        return Math.max(0, last - first + 1);
    }
}
