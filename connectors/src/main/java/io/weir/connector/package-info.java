/**
 * One package per external system, and the formats their records are written in.
 */
@NullMarked
package io.weir.connector;

import org.jspecify.annotations.NullMarked;
