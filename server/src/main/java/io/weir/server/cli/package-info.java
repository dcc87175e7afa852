/**
 * The command line: {@code weir server}, {@code sql}, {@code quickstart}, {@code bench}. Door:
 * {@link io.weir.server.cli.WeirMain}. The only package of the server that writes to standard output.
 */
@NullMarked
package io.weir.server.cli;

import org.jspecify.annotations.NullMarked;
