/** Tests of the tables. */
@NullMarked
package io.weir.tables;

import org.jspecify.annotations.NullMarked;
