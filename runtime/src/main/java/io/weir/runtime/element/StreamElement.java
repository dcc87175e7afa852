package io.weir.runtime.element;

/** What a channel carries, in order. */
public sealed interface StreamElement permits Rows, Watermark, Idleness, Barrier, EndOfInput {}
