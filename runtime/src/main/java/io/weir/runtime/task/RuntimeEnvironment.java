package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.exchange.ExchangeMemory;
import io.weir.runtime.state.KeyedStateBackendFactory;
import io.weir.runtime.time.Clock;
import io.weir.spi.storage.CheckpointStorageProvider;
import java.util.concurrent.Executor;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What jobs run on; one for the server.
 *
 * @param scheduler the workers
 * @param io runs what blocks: storage, connectors, restore. Bounded by whoever provides it, but never by fewer threads
 *     than a few
 * @param storage opens checkpoint storage; null: no job can have any
 * @param exchangeMemory what waits in the channels of all jobs
 * @param stateBackends makes keyed state
 * @param random uniform from 0 to its argument, exclusive: for the jitter of restarts
 */
public record RuntimeEnvironment(
        Scheduler scheduler,
        Timers timers,
        Clock clock,
        Executor io,
        @Nullable CheckpointStorageProvider storage,
        ExchangeMemory exchangeMemory,
        KeyedStateBackendFactory stateBackends,
        LongUnaryOperator random) {
    public RuntimeEnvironment {
        requireNonNull(scheduler, "scheduler is null");
        requireNonNull(timers, "timers is null");
        requireNonNull(clock, "clock is null");
        requireNonNull(io, "io is null");
        requireNonNull(exchangeMemory, "exchangeMemory is null");
        requireNonNull(stateBackends, "stateBackends is null");
        requireNonNull(random, "random is null");
    }

    RuntimeEnvironment withTimers(Timers others) {
        return new RuntimeEnvironment(scheduler, others, clock, io, storage, exchangeMemory, stateBackends, random);
    }
}
