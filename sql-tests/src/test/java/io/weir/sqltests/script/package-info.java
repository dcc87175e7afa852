/**
 * SQL scripts and the session that runs them: parser, planner and runtime in one process, on one thread that a seed
 * drives. Doors: {@link io.weir.sqltests.script.Script}, {@link io.weir.sqltests.script.ScriptSession},
 * {@link io.weir.sqltests.script.RunMode}. See docs/internals/sql-tests.md.
 */
@NullMarked
package io.weir.sqltests.script;

import org.jspecify.annotations.NullMarked;
