/**
 * The runtime's edge to the machine: worker threads, threads for calls that block, the clock, timers. The only place in
 * this module that starts threads or reads the time.
 */
@NullMarked
package io.weir.runtime.adapter;

import org.jspecify.annotations.NullMarked;
