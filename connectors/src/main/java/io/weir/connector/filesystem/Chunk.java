package io.weir.connector.filesystem;

/**
 * Whole lines of a split, as they stand in the file.
 *
 * @param split number of the split
 * @param data {@code length} bytes of it: lines with their line feeds; only the very last line of a file may lack it
 * @param offset where in the file, uncompressed, {@code data[0]} stands
 * @param tooLong 0; or how many bytes of the file the one line takes of which {@code data} has the beginning, because
 *     it is longer than lines may be
 * @param last whether the split ends behind this chunk
 */
record Chunk(int split, byte[] data, int length, long offset, long tooLong, boolean last) {}
