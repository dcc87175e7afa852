package io.weir.server.config;

/** Where an option can be set. */
public enum OptionScope {
    /** In the server's configuration file only. */
    SERVER,
    /** As JOB, and it means something to statements of the session as well. */
    SESSION,
    /** In the configuration file, by SET for the jobs that the session creates, and in CREATE JOB ... WITH. */
    JOB
}
