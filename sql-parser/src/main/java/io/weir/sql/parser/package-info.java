/**
 * What the generated grammar ({@code io.weir.sql.parser.impl}) calls: the parts of a statement while it is read,
 * operator trees, and {@link io.weir.sql.parser.ParserMessages}, every message that reading a statement can end in.
 */
@NullMarked
package io.weir.sql.parser;

import org.jspecify.annotations.NullMarked;
