package io.weir.benchmarks.run;

/**
 * What an engine is asked to do: run a script to warm up, then one that is measured. Each has tables and one INSERT;
 * {@code ${GENERATOR}} stands for the options that lead the engine to the generator.
 *
 * @param generator name of a connector of Weir
 */
public record ScriptRequest(String generator, String warmUp, String measured, EngineSettings settings) {
    private static final String PLACE = "${GENERATOR}";

    /** @param options with which the engine finds the generator */
    public String warmUp(String options) {
        return warmUp.replace(PLACE, options);
    }

    /** @param options with which the engine finds the generator */
    public String measured(String options) {
        return measured.replace(PLACE, options);
    }
}
