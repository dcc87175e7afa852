package io.weir.runtime.element;

/** Nothing follows on this channel but barriers: a finished subtask still hands on those of later checkpoints. */
public record EndOfInput() implements StreamElement {}
