/** What users read when a statement is wrong: docs/sql/errors.md, executed. Door: {@code WrongStatementsTest}. */
@NullMarked
package io.weir.sqltests.errors;

import org.jspecify.annotations.NullMarked;
