/**
 * What outlives the server: tables, views, jobs, savepoints and secrets, kept in an append-only log in the data
 * directory.
 *
 * <p>Doors: {@link io.weir.server.catalog.CatalogLog}, which keeps entries and knows nothing of their meaning, and
 * {@link io.weir.server.catalog.DurableCatalog}, which makes tables and views of them. A change is durable when its
 * call returns. Both may be used from any thread; changes are made one at a time.
 */
@NullMarked
package io.weir.server.catalog;

import org.jspecify.annotations.NullMarked;
