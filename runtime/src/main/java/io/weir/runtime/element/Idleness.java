package io.weir.runtime.element;

/**
 * From here on this channel holds back no watermark ({@code idle}), or does again. A row or watermark on an idle
 * channel ends the idleness too.
 */
public record Idleness(boolean idle) implements StreamElement {}
