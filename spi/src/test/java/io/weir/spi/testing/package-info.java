/** What tests of several modules use. */
@NullMarked
package io.weir.spi.testing;

import org.jspecify.annotations.NullMarked;
