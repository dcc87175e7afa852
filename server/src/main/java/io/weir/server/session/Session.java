package io.weir.server.session;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.server.config.ConfigOption;
import io.weir.server.config.ConfigOptions;
import io.weir.spi.connector.Options;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A connection's state: who it is, what it has set, and its temporary tables and views. Thread-safe. */
public final class Session {
    /** Beats may be late: clients collect garbage, and networks lose packets. */
    private static final int MISSED_BEATS = 4;

    private final String id;
    private final String user;
    private final String client;
    private final long openedMillis;
    private final Map<String, String> serverDefaults;
    private final Map<String, String> options = new ConcurrentHashMap<>();
    private final Map<String, CatalogObject> temporary = Collections.synchronizedMap(new LinkedHashMap<>());
    private final AtomicLong lastWritten = new AtomicLong();
    private volatile long lastUsedMillis;
    private volatile boolean isUsed;
    /** How often its client says that it will be heard of; 0 if it does not say. */
    private volatile long heartbeatMillis;

    /**
     * @param id public: shown to others, and no key to anything
     * @param client what it says it is
     * @param serverDefaults values from the server's configuration, by key
     */
    public Session(String id, String user, String client, long openedMillis, Map<String, String> serverDefaults) {
        this.id = requireNonNull(id, "id is null");
        this.user = requireNonNull(user, "user is null");
        this.client = requireNonNull(client, "client is null");
        this.openedMillis = openedMillis;
        this.lastUsedMillis = openedMillis;
        this.serverDefaults = Map.copyOf(serverDefaults);
    }

    public String id() {
        return id;
    }

    public String user() {
        return user;
    }

    public String client() {
        return client;
    }

    public long openedMillis() {
        return openedMillis;
    }

    public long lastUsedMillis() {
        return lastUsedMillis;
    }

    public void used(long timeMillis) {
        isUsed = true;
        lastUsedMillis = timeMillis;
    }

    /** Whether anything was asked of it since it was opened. */
    public boolean isUsed() {
        return isUsed;
    }

    /** @param millis how often the client will be heard of */
    public void expectHeartbeat(long millis) {
        heartbeatMillis = millis;
    }

    /** Whether the client said that it would have been heard of by now, and has not. */
    public boolean isSilent(long nowMillis) {
        long expected = heartbeatMillis;
        return expected > 0 && nowMillis - lastUsedMillis > MISSED_BEATS * expected;
    }

    /** The session has written to tables: it is to see that in what it reads from now on. */
    public void wrote(long sequence) {
        lastWritten.accumulateAndGet(sequence, Math::max);
    }

    /** The number of the newest transaction that this session has made. */
    public long lastWritten() {
        return lastWritten.get();
    }

    /** @throws io.weir.spi.error.WeirException (UNKNOWN_OPTION, OPTION_VALUE) */
    public void set(String key, String value) {
        options.put(ConfigOptions.check(key, value).key(), value);
    }

    /**
     * Back to the server's value.
     *
     * @throws io.weir.spi.error.WeirException (UNKNOWN_OPTION)
     */
    public void reset(String key) {
        options.remove(ConfigOptions.get(key).key());
    }

    public void resetAll() {
        options.clear();
    }

    /** What is set, by the session or in the server's configuration. */
    public Options options() {
        Map<String, String> all = new TreeMap<>(serverDefaults);
        all.putAll(options);
        return new Options(all);
    }

    /** The value in force as text; empty if there is none. */
    public Optional<String> value(ConfigOption option) {
        String set = options().values().get(option.key());
        return Optional.ofNullable(set != null ? set : option.option().defaultText());
    }

    /** Where the value in force comes from: {@code session}, {@code server} or {@code default}. */
    public String origin(ConfigOption option) {
        if (options.containsKey(option.key())) {
            return "session";
        }
        return serverDefaults.containsKey(option.key()) ? "server" : "default";
    }

    /** A catalog and, before what it holds, the temporary objects of this session. */
    public Catalog over(Catalog catalog) {
        Catalog seen = catalog;
        synchronized (temporary) {
            for (CatalogObject object : temporary.values()) {
                seen = seen.replace(object);
            }
        }
        return seen;
    }

    public Optional<CatalogObject> findTemporary(String name) {
        return Optional.ofNullable(temporary.get(key(name)));
    }

    public void putTemporary(CatalogObject object) {
        temporary.put(key(object.name()), object);
    }

    public void dropTemporary(String name) {
        temporary.remove(key(name));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
