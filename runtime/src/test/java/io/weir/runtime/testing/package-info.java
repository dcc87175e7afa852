/**
 * What tests of operators and of the runtime share, in this module and in those that build on it:
 * {@link io.weir.runtime.testing.OperatorHarness}, row text, a clock that is moved by hand, checkpoint storage in
 * memory.
 */
@NullMarked
package io.weir.runtime.testing;

import org.jspecify.annotations.NullMarked;
