package io.weir.server.job;

import io.weir.server.config.ConfigOption;
import io.weir.server.config.ConfigOptions;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a change of a job's options asks for. */
final class OptionChanges {
    private OptionChanges() {}

    /** Keys whose values differ. */
    static List<String> changedKeys(Map<String, String> before, Map<String, String> after) {
        List<String> keys = new ArrayList<>(new TreeMap<>(before).keySet());
        after.keySet().stream().filter(key -> !before.containsKey(key)).forEach(keys::add);
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        return keys;
    }

    /**
     * Whether one of them is taken over by a restart only.
     *
     * @throws WeirException (OPTION_VALUE) if one is fixed
     */
    static boolean needsRestart(String job, List<String> keys) {
        boolean restarts = false;
        for (String key : keys) {
            ConfigOption option = ConfigOptions.get(key);
            if (option.change() == ConfigOption.Change.FIXED) {
                throw new WeirException(
                                ErrorCode.OPTION_VALUE,
                                "option '" + key + "' is fixed for the life of a job and cannot be changed for job \""
                                        + job + "\"")
                        .withHint("Stop the job with a savepoint and create another from it.");
            }
            restarts |= option.change() == ConfigOption.Change.RESTART;
        }
        return restarts;
    }
}
