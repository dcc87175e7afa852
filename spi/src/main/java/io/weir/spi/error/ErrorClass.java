package io.weir.spi.error;

/** Who can do something about an error. */
public enum ErrorClass {
    /** The statement, its options or its data: say it differently. */
    USER,
    /** A limit of this server: memory, disk, connections. */
    RESOURCE,
    /** A system that Weir talks to: broker, file system, database. Usually worth a retry. */
    EXTERNAL,
    /** A broken invariant: a defect in Weir. */
    INTERNAL
}
