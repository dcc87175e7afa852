/**
 * Runs the jobs that keep materialized views up to date. Door: {@link io.weir.server.view.ViewManager}, which sessions
 * call on their own threads.
 */
@NullMarked
package io.weir.server.view;

import org.jspecify.annotations.NullMarked;
