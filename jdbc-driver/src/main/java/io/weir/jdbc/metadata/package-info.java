/**
 * What a tool may ask of a database that has one answer, whatever the server holds, as default methods; and the columns
 * of JDBC's results. No state, any thread.
 */
@NullMarked
package io.weir.jdbc.metadata;

import org.jspecify.annotations.NullMarked;
