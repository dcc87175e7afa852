/**
 * The format {@code avro}: one datum per record in Avro's binary encoding, of the schema that the table's columns give
 * (the mapping of Flink). No header and no registry: reader and writer agree on the table.
 *
 * <p>Only the primitives of the encoding are read and written here, straight from and to columns. Avro's own decoder
 * makes an object per value, and allocates what a length says before it looks whether so much is there. The tests read
 * and write the same records with Avro itself.
 *
 * <p>Doors: {@link io.weir.connector.format.avro.AvroFormatFactory}, {@code AvroCodecs}.
 */
@NullMarked
package io.weir.connector.format.avro;

import org.jspecify.annotations.NullMarked;
