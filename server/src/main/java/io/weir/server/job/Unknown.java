package io.weir.server.job;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Locale;

/** Names of jobs and savepoints, and errors for those that are not there. */
final class Unknown {
    private Unknown() {}

    /** The form in which names are compared. */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static WeirException error(String kind, String name, List<String> names) {
        WeirException unknown = new WeirException(ErrorCode.UNKNOWN_OBJECT, kind + " \"" + name + "\" does not exist");
        String hint = NearestName.hint(name, names);
        return hint.isEmpty() ? unknown : unknown.withHint(hint);
    }
}
