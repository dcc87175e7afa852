/** Look-up joins with real tables outside: a database over JDBC, files. */
@NullMarked
package io.weir.sqltests.lookup;

import org.jspecify.annotations.NullMarked;
