package io.weir.server.catalog;

/** What an entry of the catalog is about. The code is part of the file format and never changes its meaning. */
public enum EntryKind {
    TABLE(1),
    VIEW(2),
    JOB(3),
    SAVEPOINT(4),
    SECRET(5),
    OPTION(6),
    MATERIALIZED_VIEW(7);

    private final int code;

    EntryKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static EntryKind ofCode(int code) {
        for (EntryKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of entry has the code " + code);
    }
}
