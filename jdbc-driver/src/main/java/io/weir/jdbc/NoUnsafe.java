package io.weir.jdbc;

/**
 * Stands in for {@code sun.misc.Unsafe} in the packaged jar. Protobuf, which Avatica's classes drag in and the driver
 * never writes or reads a message with, looks for a field of that class when it starts; since Java 24 touching the real
 * one prints warnings into the user's console. It finds no field here, and does without.
 */
final class NoUnsafe {
    private NoUnsafe() {}
}
