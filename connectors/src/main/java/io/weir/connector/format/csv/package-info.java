/**
 * The format {@code csv}, RFC 4180: one line per record, one cell per column. Cells are cut out of the record's bytes
 * and go straight into the column builders; a library that yields a string per cell, and a reader per record, costs
 * several times as much.
 *
 * <p>A record is one line: line breaks inside quotes are written, but cannot be read from files, which are cut at line
 * ends.
 *
 * <p>Door: {@link io.weir.connector.format.csv.CsvFormatFactory}.
 */
@NullMarked
package io.weir.connector.format.csv;

import org.jspecify.annotations.NullMarked;
