/**
 * The exceptions that users see. Door: {@link io.weir.jdbc.error.SqlErrors}. Any thread.
 */
@NullMarked
package io.weir.jdbc.error;

import org.jspecify.annotations.NullMarked;
