/**
 * All options that Weir knows, in one list: {@link io.weir.server.config.ConfigOptions}. Reading them into the records
 * that planner and runtime take is {@link io.weir.server.config.JobSettings}. Immutable.
 */
@NullMarked
package io.weir.server.config;

import org.jspecify.annotations.NullMarked;
