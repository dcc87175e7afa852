/** Sources as steps of a job graph: a reader, computed columns, watermarks by split. */
@NullMarked
package io.weir.runtime.operator.source;

import org.jspecify.annotations.NullMarked;
