package io.weir.benchmarks.flink;

import io.weir.benchmarks.bank.BankRequest;
import io.weir.benchmarks.bank.BankScript;
import io.weir.benchmarks.bank.TotalOutputs;
import io.weir.benchmarks.bank.TransfersConnector;
import io.weir.benchmarks.run.ChildProcess;
import java.util.Map;

/** Runs the bank test with Flink: its views, and a sink that looks at every value of the total. */
public final class FlinkBankRun {
    private FlinkBankRun() {}

    public static void main(String[] arguments) {
        ChildProcess.answer(arguments, BankRequest.class, FlinkBankRun::run);
    }

    private static Object run(BankRequest request) throws Exception {
        FlinkEngine engine = new FlinkEngine(
                request.settings(), Map.of("table.exec.mini-batch.enabled", Boolean.toString(request.isCollecting())));
        String source = GeneratedTableFactory.options(TransfersConnector.NAME) + ", 'rows' = '" + request.transfers()
                + "', 'rate' = '" + request.rate() + "', 'number-of-splits' = '"
                + request.settings().parallelism() + "'";
        engine.run(BankScript.peer(source, "'connector' = '" + TotalTableFactory.NAME + "'"), () -> {});
        return TotalOutputs.report();
    }
}
