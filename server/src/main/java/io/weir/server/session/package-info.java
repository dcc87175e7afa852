/**
 * Sessions and what their statements do. Doors: {@link io.weir.server.session.Session},
 * {@link io.weir.server.session.StatementExecutor}, {@link io.weir.server.session.StatementResult}. A statement runs on
 * the thread of its caller, which may be interrupted; several statements of one session may run side by side.
 */
@NullMarked
package io.weir.server.session;

import org.jspecify.annotations.NullMarked;
