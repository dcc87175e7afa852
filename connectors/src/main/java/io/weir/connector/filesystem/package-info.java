/**
 * Tables of local files, in a line-based format.
 *
 * <p>Reading: a split is a file, or a range of a large file; its position is the byte offset of the next line. Bytes
 * are read on an I/O thread, a few chunks ahead; lines are cut and decoded on the worker, so that bad records are
 * reported in step with the positions. Files are taken as complete once they are visible: write them under a name that
 * begins with a dot and rename them.
 *
 * <p>Writing: rows go to hidden files, which a checkpoint closes and syncs, and which are renamed when it is complete.
 *
 * <p>Doors: {@link io.weir.connector.filesystem.FileSystemConnector}, {@code FileReader}, {@code FileWriter},
 * {@code FileCommitter}.
 */
@NullMarked
package io.weir.connector.filesystem;

import org.jspecify.annotations.NullMarked;
