package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.jobgraph.JobGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JobCallsTest {
    private final ArrayDeque<Runnable> io = new ArrayDeque<>();
    private final Mailbox mailbox = new Mailbox();
    private final List<String> events = new ArrayList<>();
    private final JobAttempt attempt = new JobAttempt(1, new JobGraph("job", List.of(), List.of()));
    private final JobCalls calls =
            new JobCalls(io::add, mailbox, () -> events.add("returned, " + attempt.callsUnderWay + " under way"));

    private void call(String result) {
        calls.call(attempt, () -> result, events::add, cause -> events.add(cause.toString()));
    }

    @Test
    void theOutcomeComesAsMailAndTheAttemptWaitsForIt() {
        call("done");
        assertThat(attempt.isOver()).isFalse();
        io.remove().run();
        assertThat(events).isEmpty();
        assertThat(attempt.isOver()).isFalse();
        mailbox.run();
        assertThat(events).containsExactly("done", "returned, 0 under way");
        assertThat(attempt.isOver()).isTrue();
    }

    @Test
    void aFailureComesAsMailToo() {
        calls.call(
                attempt,
                () -> {
                    throw new IllegalStateException("disk is gone");
                },
                result -> events.add("done"),
                cause -> events.add(String.valueOf(cause.getMessage())));
        io.remove().run();
        mailbox.run();
        assertThat(events).containsExactly("disk is gone", "returned, 0 under way");
    }

    @Test
    void callsInOrderRunOneAfterTheOther() {
        SerialCalls order = new SerialCalls(io::add);
        for (String name : List.of("first", "second")) {
            calls.callInOrder(attempt, order, () -> name, events::add, cause -> events.add(cause.toString()));
        }
        assertThat(io).hasSize(1);
        io.remove().run();
        assertThat(io).hasSize(1);
        io.remove().run();
        mailbox.run();
        assertThat(events).containsExactly("first", "returned, 1 under way", "second", "returned, 0 under way");
    }
}
