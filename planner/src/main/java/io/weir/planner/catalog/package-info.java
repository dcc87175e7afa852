/**
 * What statements can name: tables, views, system tables, and the connectors behind them. Doors: {@link
 * io.weir.planner.catalog.Catalog}, an immutable snapshot; {@link io.weir.planner.catalog.TableDefinition}; {@link
 * io.weir.planner.catalog.ConnectorRegistry}. Durability is the server's. Everything here may be used from any thread.
 */
@NullMarked
package io.weir.planner.catalog;

import org.jspecify.annotations.NullMarked;
