/** Whether scripts and random queries find bugs: small mistakes, planted in operators one at a time. */
@NullMarked
package io.weir.sqltests.mutation;

import org.jspecify.annotations.NullMarked;
