package io.weir.server.session;

/** Carries out the statements of one family. */
@FunctionalInterface
interface StatementHandler<T> {
    /**
     * @param node the statement; {@code call} has the rest
     * @throws io.weir.spi.error.WeirException that tells the user what is wrong
     */
    StatementResult execute(T node, StatementCall call);
}
