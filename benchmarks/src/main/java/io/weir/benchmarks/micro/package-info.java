/**
 * The parts alone, with JMH: operators as planned from SQL, keyed state, JSON, the exchange, barriers. Door:
 * {@code MicroCommand}. Classes are public and not final because JMH wants them so.
 */
@NullMarked
package io.weir.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
