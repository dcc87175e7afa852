/** Runs the jobs that keep materialized views up to date. Door: {@link io.weir.server.view.ViewManager}. */
@NullMarked
package io.weir.server.view;

import org.jspecify.annotations.NullMarked;
