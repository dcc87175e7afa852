/**
 * What large keyed state costs: {@code weir bench state}. A server in a process of its own runs one job over rows that
 * this package makes ({@code LoadConnector}, whose rate is changed under way through a file), and is asked over JDBC
 * what its checkpoints came to ({@code StateJob}). Door: {@code StateCommand}.
 */
@NullMarked
package io.weir.benchmarks.state;

import org.jspecify.annotations.NullMarked;
