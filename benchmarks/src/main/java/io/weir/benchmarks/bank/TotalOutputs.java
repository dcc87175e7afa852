package io.weir.benchmarks.bank;

/**
 * What a sink of this process was told of the total; static because an engine makes its sinks by itself. Outputs count
 * from the first one on that has all accounts. Thread-safe.
 */
public final class TotalOutputs {
    private static final TotalOutputs TOTAL = new TotalOutputs();

    private boolean hasBegun;
    private long outputs;
    private long wrong;
    private long greatest;
    private long last;

    private TotalOutputs() {}

    /**
     * A value that the total has now, whatever comes next.
     *
     * @param accounts how many the total is over
     */
    public static void add(long accounts, long total) {
        TOTAL.count(accounts, total);
    }

    private synchronized void count(long accounts, long total) {
        hasBegun |= accounts == Transfers.ACCOUNTS;
        if (hasBegun) {
            outputs++;
            wrong += total == 0 ? 0 : 1;
            greatest = Math.max(greatest, Math.abs(total));
            last = total;
        }
    }

    public static PeerReport report() {
        return TOTAL.counts();
    }

    private synchronized PeerReport counts() {
        return new PeerReport(outputs, wrong, greatest, last);
    }

    /**
     * What readers of the output saw.
     *
     * @param outputs values that the total took, one after the other
     * @param wrong how many of them were not 0
     * @param greatest the greatest absolute value
     * @param last the value in the end
     */
    public record PeerReport(long outputs, long wrong, long greatest, long last) {}
}
