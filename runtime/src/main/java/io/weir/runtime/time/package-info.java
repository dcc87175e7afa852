/**
 * Clocks, watermarks and timers. Event times are microseconds since the epoch.
 */
@NullMarked
package io.weir.runtime.time;

import org.jspecify.annotations.NullMarked;
