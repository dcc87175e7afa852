/** What stands in the pages for users to paste, executed. Door: {@code PageExamplesTest}. */
@NullMarked
package io.weir.sqltests.pages;

import org.jspecify.annotations.NullMarked;
