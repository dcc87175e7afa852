/**
 * Sources as steps of a job graph: a reader, computed columns, watermarks by split. Doors:
 * {@link io.weir.runtime.operator.source.SourceSpec}, {@link io.weir.runtime.operator.source.WatermarkSpec}. Values,
 * for any thread; what reads is in {@code io.weir.runtime.task}.
 */
@NullMarked
package io.weir.runtime.operator.source;

import org.jspecify.annotations.NullMarked;
