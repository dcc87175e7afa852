/**
 * What generated expression classes call: the base classes they extend, and SQL's functions on physical values. Public
 * because generated classes live in class loaders of their own; nothing else should use it.
 *
 * <p>Everything here runs on workers, per row: it may not allocate where it can be avoided, and never blocks.
 */
@NullMarked
package io.weir.planner.expression.support;

import org.jspecify.annotations.NullMarked;
