package io.weir.server.job;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The jobs there are, by name. Any thread. */
final class JobRegistry {
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();

    /** @throws WeirException (DUPLICATE_OBJECT) */
    void add(Job job) {
        Job present = jobs.putIfAbsent(key(job), job);
        if (present != null) {
            throw new WeirException(
                            ErrorCode.DUPLICATE_OBJECT,
                            "job \"" + present.record().name() + "\" exists already")
                    .withHint("Choose another name, or DROP JOB first.");
        }
    }

    void remove(Job job) {
        jobs.remove(key(job), job);
    }

    private static String key(Job job) {
        return Unknown.key(job.record().name());
    }

    Collection<Job> all() {
        return jobs.values();
    }

    Optional<Job> find(String name) {
        return Optional.ofNullable(jobs.get(Unknown.key(name)));
    }

    /** @throws WeirException (UNKNOWN_OBJECT) with the nearest name */
    Job get(String name) {
        return find(name).orElseThrow(() -> unknown(name));
    }

    WeirException unknown(String name) {
        return Unknown.error(
                "job",
                name,
                jobs.values().stream().map(job -> job.record().name()).toList());
    }
}
