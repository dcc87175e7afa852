/**
 * The formats {@code json}: one object per record, fields matched to columns by name. Read with jackson-core as a
 * stream, straight into the column builders, wanted columns only.
 *
 * <p>Doors: {@link io.weir.connector.format.json.JsonFormatFactory},
 * {@link io.weir.connector.format.json.JsonRowDecoder}.
 */
@NullMarked
package io.weir.connector.format.json;

import org.jspecify.annotations.NullMarked;
