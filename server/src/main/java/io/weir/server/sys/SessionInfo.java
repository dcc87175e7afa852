package io.weir.server.sys;

/** An open session, for people. */
public record SessionInfo(
        String id, String user, String client, long openedMillis, long lastUsedMillis, int statements) {}
