package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTimersTest {
    private final List<Runnable> later = new ArrayList<>();
    private final JobTimers timers = new JobTimers((timeMillis, action) -> later.add(action));

    @Test
    void aTimerCallsOnce() {
        List<String> calls = new ArrayList<>();
        timers.at(5, () -> calls.add("called"));
        later.get(0).run();
        later.get(0).run();
        assertThat(calls).containsExactly("called");
    }

    @Test
    void aTimerCallsNobodyWhenTheJobHasEnded() {
        List<String> calls = new ArrayList<>();
        timers.at(5, () -> calls.add("before"));
        timers.release();
        timers.at(6, () -> calls.add("behind"));
        later.forEach(Runnable::run);
        assertThat(calls).isEmpty();
    }

    @Test
    void aJobThatHasEndedIsNotHeldByItsTimers() {
        WeakReference<Object> job = timerOfAJob();
        assertThat(job.get()).isNotNull();
        timers.release();
        for (int tries = 0; tries < 100 && job.get() != null; tries++) {
            System.gc();
        }
        assertThat(job.get()).isNull();
        assertThat(later).hasSize(1);
    }

    private WeakReference<Object> timerOfAJob() {
        Object job = new Object();
        timers.at(180_000, () -> assertThat(job).isNull());
        return new WeakReference<>(job);
    }
}
