/**
 * A source of made-up rows: each column random or a sequence, as its options say. Values are functions of row number
 * and seed, so the same table yields the same rows at every parallelism and after a restart; only times "before now"
 * follow the clock.
 *
 * <p>Doors: {@link io.weir.connector.datagen.DatagenConnector}, {@code FieldGenerators}. Runs on the worker of the
 * source subtask.
 */
@NullMarked
package io.weir.connector.datagen;

import org.jspecify.annotations.NullMarked;
