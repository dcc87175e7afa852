/**
 * SQL in, job graph out: catalog, validation, optimisation, changelog and key inference, code generation.
 */
@NullMarked
package io.weir.planner;

import org.jspecify.annotations.NullMarked;
