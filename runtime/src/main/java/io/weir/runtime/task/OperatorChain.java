package io.weir.runtime.task;

import io.weir.runtime.element.EndOfInput;
import io.weir.runtime.element.Rows;
import io.weir.runtime.element.StreamElement;
import io.weir.spi.data.Batch;
import java.util.List;

/**
 * The operators of a subtask, in order. What one emits waits in front of the next; the last link that has anything to
 * do goes first, so that no more than one call's output waits anywhere, and the first link takes input only when all is
 * settled.
 */
final class OperatorChain {
    private final OperatorLink[] links;
    private final ChainTail tail;

    /** What a step of work came to. */
    enum Step {
        PROGRESS,
        /** All has been said. */
        SETTLED,
        /** No room behind the chain. */
        NO_ROOM,
        /** An operator, a sink mostly, takes nothing at the moment; it wakes the subtask. */
        NOT_READY,
        /** An operator has more to say, but not now. */
        WAITING
    }

    OperatorChain(List<OperatorLink> links, ChainTail tail, OperatorLink.BarrierListener listener) {
        this.links = links.toArray(OperatorLink[]::new);
        this.tail = tail;
        for (int i = 0; i < this.links.length; i++) {
            this.links[i].connect(i + 1 < this.links.length ? this.links[i + 1] : null, tail, listener);
        }
    }

    boolean isSettled() {
        for (OperatorLink link : links) {
            if (!link.isSettled()) {
                return false;
            }
        }
        return true;
    }

    boolean hasRoom() {
        return tail.hasRoom(false);
    }

    boolean isReady() {
        for (OperatorLink link : links) {
            if (!link.isReady()) {
                return false;
            }
        }
        return true;
    }

    /** @param emergency whether to go on with little room behind the chain, because a barrier overtakes */
    Step work(boolean emergency) {
        for (int i = links.length - 1; i >= 0; i--) {
            if (!links[i].isSettled()) {
                if (!tail.hasRoom(emergency)) {
                    return Step.NO_ROOM;
                }
                if (!links[i].work()) {
                    return Step.NOT_READY;
                }
                return links[i].isWaiting() ? Step.WAITING : Step.PROGRESS;
            }
        }
        return Step.SETTLED;
    }

    /**
     * Hands an element to the first operator, or on if there is none. All is settled, and ready if it is rows,
     * watermark or end.
     */
    void accept(int input, StreamElement element) {
        if (links.length > 0) {
            links[0].apply(input, element);
        } else if (element instanceof Rows rows) {
            tail.emit(0, rows.batch());
        } else {
            tail.broadcast(element);
        }
    }

    /** As {@link #accept}, for elements that follow each other at once: they wait in front of the first operator. */
    void offer(StreamElement element) {
        if (links.length > 0) {
            links[0].offer(element);
        } else {
            accept(0, element);
        }
    }

    /** One of several inputs has ended. */
    void endOfInput(int input, boolean last) {
        if (links.length > 0) {
            links[0].endOfInput(input, last);
        } else if (last) {
            tail.broadcast(new EndOfInput());
        }
    }

    void emitSide(int port, Batch batch) {
        tail.emit(port, batch);
    }

    boolean isWakeUpDue(long nowMillis) {
        for (OperatorLink link : links) {
            if (link.context.isWakeUpDue(nowMillis)) {
                return true;
            }
        }
        return false;
    }

    /** Calls the last operator that asked for this time. All is settled and ready. */
    void processingTime(long nowMillis) {
        for (int i = links.length - 1; i >= 0; i--) {
            if (links[i].context.takeWakeUp(nowMillis)) {
                links[i].processingTime(nowMillis);
                return;
            }
        }
    }

    void advance() {
        for (OperatorLink link : links) {
            if (link.backend != null) {
                link.backend.advance();
            }
        }
    }

    long stateBytes() {
        long bytes = 0;
        for (OperatorLink link : links) {
            if (link.backend != null) {
                bytes += link.backend.stateBytes();
            }
        }
        return bytes;
    }

    long activity() {
        long sum = 0;
        for (OperatorLink link : links) {
            sum += link.activity();
        }
        return sum;
    }

    List<OperatorLink> links() {
        return List.of(links);
    }
}
