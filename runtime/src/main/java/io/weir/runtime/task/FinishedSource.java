package io.weir.runtime.task;

import io.weir.runtime.element.Barrier;
import io.weir.runtime.element.EndOfInput;
import io.weir.runtime.element.Watermark;
import java.util.Map;

/**
 * A source subtask that had read everything in the checkpoint restored from: says so once more, and passes barriers on.
 */
final class FinishedSource implements SubtaskInput {
    private final OperatorChain chain;
    private final SourceInput.Cut cut;
    private boolean told;

    FinishedSource(OperatorChain chain, SourceInput.Cut cut) {
        this.chain = chain;
        this.cut = cut;
    }

    @Override
    public boolean take() {
        if (told) {
            return false;
        }
        told = true;
        chain.offer(new Watermark(Watermark.END));
        chain.offer(new EndOfInput());
        return true;
    }

    @Override
    public boolean hasEnded() {
        return told;
    }

    @Override
    public void inject(Barrier barrier) {
        cut.cut(barrier);
    }

    @Override
    public Map<String, byte[]> snapshot(Barrier barrier) {
        return Map.of();
    }

    @Override
    public long watermarkMicros() {
        return Watermark.END;
    }

    @Override
    public int queuedElements() {
        return 0;
    }
}
