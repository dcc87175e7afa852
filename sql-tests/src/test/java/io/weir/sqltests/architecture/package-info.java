/**
 * The architecture as tests: which package may use which, and what the runtime must not touch.
 *
 * <p>{@link io.weir.sqltests.architecture.ArchitectureTest} holds the rules against the compiled modules,
 * {@link io.weir.sqltests.architecture.RulesCatchViolationsTest} shows of every rule that it can fail.
 */
@NullMarked
package io.weir.sqltests.architecture;

import org.jspecify.annotations.NullMarked;
