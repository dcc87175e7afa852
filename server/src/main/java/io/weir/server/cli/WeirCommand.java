package io.weir.server.cli;

import java.util.concurrent.Callable;

/**
 * A command that another module adds, found by {@link java.util.ServiceLoader}: a class with picocli's {@code @Command}
 * whose call gives the exit code.
 */
public interface WeirCommand extends Callable<Integer> {}
