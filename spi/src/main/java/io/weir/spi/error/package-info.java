/** Errors that a user can see: a code with its class and SQLSTATE, and a message in parts. */
@NullMarked
package io.weir.spi.error;

import org.jspecify.annotations.NullMarked;
