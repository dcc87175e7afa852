/**
 * Sessions, jobs, the durable catalog, the Avatica endpoint, REST, metrics and the web console.
 */
@NullMarked
package io.weir.server;

import org.jspecify.annotations.NullMarked;
