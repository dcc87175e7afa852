package io.weir.server.sys;

import io.weir.server.view.ViewInfo;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What there is to know about materialized views. */
public final class MaterializedViews {
    private MaterializedViews() {}

    /** {@code SHOW MATERIALIZED VIEWS}: what one wants to see at a glance. */
    public static TableView<ViewInfo> overview(LongSupplier now) {
        return new TableView<ViewInfo>("sys", "views_overview")
                .text("name", ViewInfo::name)
                .text("state", ViewInfo::state)
                .text("uptime", view -> JobViews.uptime(uptimeMillis(view, now.getAsLong())))
                .text("last_error", view -> JobViews.firstLine(view.error()));
    }

    static TableView<ViewInfo> all(LongSupplier now) {
        return new TableView<ViewInfo>("sys", "views")
                .text("name", ViewInfo::name)
                .text("state", ViewInfo::state)
                .time("state_since", ViewInfo::sinceMillis)
                .number("uptime_ms", view -> uptimeMillis(view, now.getAsLong()))
                .text("last_error", ViewInfo::error);
    }

    private static @Nullable Long uptimeMillis(ViewInfo view, long now) {
        return view.state() == ViewInfo.State.RUNNING ? (Long) Math.max(0, now - view.sinceMillis()) : null;
    }
}
