/** What is slow on purpose: a sink and a file system. */
@NullMarked
package io.weir.server.slow;

import org.jspecify.annotations.NullMarked;
