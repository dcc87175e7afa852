package io.weir.server.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a result.
 *
 * @param rows boxed as {@link io.weir.spi.data.DataType} says; empty if none came in time
 * @param isLast whether no row follows
 */
public record Page(List<List<@Nullable Object>> rows, boolean isLast) {}
