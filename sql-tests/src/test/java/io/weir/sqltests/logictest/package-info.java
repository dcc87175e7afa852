/**
 * The public sqllogictest corpus through Weir's driver against a server in this process. Door: {@code LogicTest}. See
 * docs/internals/sql-tests.md.
 */
@NullMarked
package io.weir.sqltests.logictest;

import org.jspecify.annotations.NullMarked;
