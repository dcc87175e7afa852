/** The launcher {@code ./weir}, run with a Maven and a Java that only note how they were called. */
@NullMarked
package io.weir.sqltests.launcher;

import org.jspecify.annotations.NullMarked;
